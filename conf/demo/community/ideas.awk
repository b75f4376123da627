# SPDX-License-Identifier: Apache-2.0
# Turns the files of ideas/ into rows of the table plan (plan.sql), one for each version of an idea.
#
# A file is a head of "key: value" lines, an empty line, and the text in Markdown. A line "=== edited" begins the next
# version, with its own head; what that head does not name stays as it was. The first head tells the number of votes.

FNR == 1         { flush(); split("", head); version = 0 }
FNR == 1 || /^=== edited$/ { flush(); version++; in_head = 1 }
/^=== edited$/ || /^<!-- SPDX/ { next }
in_head && /^$/  { in_head = 0; next }
in_head          { at = index($0, ": "); head[substr($0, 1, at - 1)] = substr($0, at + 2); next }
                 { text = text $0 "\n"; file = FILENAME }
END              { flush() }

function flush() {
    if (text == "") return
    sub(/\n+$/, "", text)
    printf "insert into plan values (%s, %d, %s, %s, %s, %s, %s, %s, %s);\n", quoted(file), version,
        head["days ago"], quoted(head["author"]), quoted(head["kind"]), quoted(head["stage"]), head["votes"],
        quoted(head["title"]), quoted(text)
    text = ""
}

function quoted(value) { gsub(/'/, "''", value); return "'" value "'" }
