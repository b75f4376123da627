# SPDX-License-Identifier: Apache-2.0
# mod_cocreate: build, demo, checks, installation. `make help` lists what it can do; V=1 shows the commands.

BUILD  ?= build
PORT   ?= 8080
PREFIX ?= /usr/local
PYTHON ?= /usr/bin/python3
APXS   ?= $(firstword $(notdir $(shell command -v apxs apxs2 2>/dev/null)) apxs)

# Debian 12 packages: what the product is built and run with, and what its tests need besides.
# COMMAND:PACKAGE asks for the package only where the command is missing.
DEPS_RUN  := gcc libc6-dev pkg-config apache2-bin apache2-dev apache2-utils libapr1-dev libaprutil1-dev libpq-dev \
             libxml2-dev libxslt1-dev libcmark-dev libpcre2-dev libutf8proc-dev libssl-dev postgresql-15 postgresql-client-15 curl:curl ps:procps
DEPS_TEST := libcmocka-dev gcovr python3-pytest python3-requests python3-psycopg2 python3-lxml python3-feedparser \
             python3-hypothesis python3-selenium chromium chromium-driver php8.2-fpm pgbouncer faketime \
             clang clang-tidy clang-format java:default-jre-headless node:nodejs npm:npm
DEPS_BENCH := wrk git:git python3-psycopg2 python3-requests python3-lxml python3-pytest

# --- compiler -------------------------------------------------------------------------------------------------------

PACKAGES := apr-1 apr-util-1 libpq libxml-2.0 libxslt libcmark libpcre2-8 libutf8proc libcrypto
WERROR   ?= $(filter true 1,$(CI))
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes $(if $(WERROR),-Werror)
SANITIZE_FLAGS := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
VARIANT  := $(if $(SANITIZE),$(SANITIZE_FLAGS),$(if $(COVERAGE),-O0 --coverage -fprofile-update=atomic,-O2 -D_FORTIFY_SOURCE=2))
CPPFLAGS += -Imod_cocreate/core $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
CC_FLAGS  = -std=c11 -g -fPIC -fstack-protector-strong $(WARNINGS) $(VARIANT) $(CPPFLAGS) $(CFLAGS) -MMD -MP
CC_LINK   = -Wl,--as-needed,-z,relro,-z,now $(LDFLAGS)
CC_LIBS  := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)

V ?=
Q := $(if $(V),,@)
say = $(if $(V),,@printf '%s\n' '$(1)')

CORE  := $(patsubst mod_cocreate/core/%.c,$(BUILD)/core/%.o,$(wildcard mod_cocreate/core/*.c)) $(BUILD)/embedded.o
GLUE  := $(patsubst mod_cocreate/httpd/%.c,$(BUILD)/httpd/%.o,$(wildcard mod_cocreate/httpd/*.c))
UNIT  := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
UNIT_SHARED := $(patsubst tests/unit/%.c,$(BUILD)/unit/%.o,$(filter-out tests/unit/test_%,$(wildcard tests/unit/*.c)))

.PHONY: all module unit wording sanitize coverage pictures npm format check soak bench bench-data demo demo-stop deps deps-run deps-all deps-bench install clean help tools
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/mod_cocreate.so

# The rules of the module's symbols: one is for httpd, the others are nobody's business.
$(BUILD)/mod_cocreate.so: $(GLUE) $(BUILD)/libcocreate.a $(BUILD)/exports.map
	$(call say,link $@)
	$(Q)$(CC) -shared $(CC_FLAGS) $(CC_LINK) -Wl,-z,nodelete -Wl,--version-script=$(BUILD)/exports.map \
	    -o $@ $(GLUE) $(BUILD)/libcocreate.a $(CC_LIBS)

$(BUILD)/exports.map: | tools
	@mkdir -p $(@D)
	@echo '{ global: cocreate_module; local: *; };' > $@

$(BUILD)/libcocreate.a: $(CORE)
	@rm -f $@
	$(Q)$(AR) rcs $@ $(CORE)

$(BUILD)/core/%.o: mod_cocreate/core/%.c | tools
	@mkdir -p $(@D)
	$(call say,compile $<)
	$(Q)$(CC) $(CC_FLAGS) -c -o $@ $<

$(BUILD)/httpd/%.o: mod_cocreate/httpd/%.c | tools
	@mkdir -p $(@D)
	$(call say,compile $<)
	$(Q)$(CC) $(CC_FLAGS) -I$(shell $(APXS) -q INCLUDEDIR) -c -o $@ $<

# The queries of schema/pages and the rules of conf/wording, as text inside the library (the folders too: a file may have gone).
$(BUILD)/embedded.c: mod_cocreate/embed schema/pages schema/pages/shared schema/migrations $(wildcard schema/pages/*.sql schema/pages/shared/*.sql schema/migrations/*.sql) \
    $(wildcard conf/wording/??.tsv)
	@mkdir -p $(@D)
	$(Q)mod_cocreate/embed schema conf/wording > $@

$(BUILD)/embedded.o: $(BUILD)/embedded.c | tools
	$(call say,compile $<)
	$(Q)$(CC) $(CC_FLAGS) -c -o $@ $<

tools:
	@for t in $(CC) $(APXS) pkg-config; do command -v $$t > /dev/null || { \
	    echo "$$t is missing. 'make deps' installs what is needed: $(DEPS_RUN)" >&2; exit 1; }; done
	@pkg-config --print-errors --exists $(PACKAGES) || { \
	    echo "'make deps' installs what is needed: $(DEPS_RUN)" >&2; exit 1; }

# --- tests ----------------------------------------------------------------------------------------------------------

unit: $(UNIT)

$(BUILD)/unit/%.o: tests/unit/%.c | tools
	@mkdir -p $(@D)
	$(call say,compile $<)
	$(Q)$(CC) $(CC_FLAGS) -c -o $@ $<

$(BUILD)/unit/%: $(BUILD)/unit/%.o $(UNIT_SHARED) $(BUILD)/libcocreate.a
	$(call say,link $@)
	$(Q)$(CC) $(CC_FLAGS) $(CC_LINK) -o $@ $< $(UNIT_SHARED) $(BUILD)/libcocreate.a $(CC_LIBS) -lcmocka -lpthread

# The wording check as a program, for tests/checks/wording.
wording: $(BUILD)/wording/wording

$(BUILD)/wording/wording: tests/wording/wording.c $(BUILD)/libcocreate.a | tools
	@mkdir -p $(@D)
	$(call say,link $@)
	$(Q)$(CC) $(CC_FLAGS) $(CC_LINK) -o $@ $< $(BUILD)/libcocreate.a $(CC_LIBS)

sanitize:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan SANITIZE=1 all unit

npm: $(BUILD)/npm/done
$(BUILD)/npm/done: tests/browser/package.json
	@mkdir -p $(@D)
	@cp tests/browser/package.json $(@D)/
	cd $(@D) && npm install --no-package-lock --no-audit --no-fund --loglevel=error
	@touch $@

format:
	clang-format -i mod_cocreate/*/*.[ch] tests/unit/*.[ch]

check: deps-all
	@$(PYTHON) tests/run $(SUITES)

# All fault tests: what happens when PostgreSQL, the network or httpd itself fails.
soak: deps-all
	@$(PYTHON) tests/run soak

# Figures beside their references; see docs/performance.md for what can be set (ROWS, ROUNDS, DURATION, SIZES, QUICK).
bench: deps-bench
	@$(MAKE) --no-print-directory all
	@$(PYTHON) tests/bench/run $(ROWS)

bench-data: deps-bench
	@$(PYTHON) tests/bench/data.py $(N)

# The pictures of docs/moderators.md, made while the story that it tells is tested.
pictures: all npm
	FIGURES=$(CURDIR)/docs/pictures $(PYTHON) -m pytest -q -p no:cacheprovider tests/browser/test_main_job_rounds.py

coverage: deps-all
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/coverage COVERAGE=1 all unit
	@tests/coverage $(BUILD)/coverage

# --- demo -----------------------------------------------------------------------------------------------------------

demo: deps-run
	@$(MAKE) --no-print-directory all
	@conf/demo/demo start $(BUILD)/demo $(PORT)

demo-stop:
	@conf/demo/demo stop $(BUILD)/demo

# --- set-up ---------------------------------------------------------------------------------------------------------

deps: deps-all
	@echo "All packages are there."
deps-run:
	@conf/demo/deps $(DEPS_RUN)
deps-all:
	@conf/demo/deps $(DEPS_RUN) $(DEPS_TEST)
deps-bench:
	@conf/demo/deps $(DEPS_RUN) $(DEPS_BENCH)

SHARE      = $(PREFIX)/share/mod_cocreate
LIBEXECDIR = $(shell $(APXS) -q LIBEXECDIR)
SYSCONFDIR = $(shell $(APXS) -q SYSCONFDIR)
MODCONF    = $(if $(wildcard $(SYSCONFDIR)/mods-available),$(SYSCONFDIR)/mods-available,$(SYSCONFDIR))

install: all
	@install -d "$(DESTDIR)$(LIBEXECDIR)" "$(DESTDIR)$(MODCONF)" "$(DESTDIR)$(SHARE)"
	$(APXS) -S LIBEXECDIR="$(DESTDIR)$(LIBEXECDIR)" -i -n cocreate $(BUILD)/mod_cocreate.so
	@rm -rf "$(DESTDIR)$(SHARE)/schema" "$(DESTDIR)$(SHARE)/theme"
	@cp -R schema "$(DESTDIR)$(SHARE)/schema" && cp -R conf/theme "$(DESTDIR)$(SHARE)/theme"
	@conf/install-sample conf/cocreate.load "$(DESTDIR)$(MODCONF)" "$(LIBEXECDIR)" "$(SHARE)"
	@conf/install-sample conf/cocreate.conf "$(DESTDIR)$(MODCONF)" "$(LIBEXECDIR)" "$(SHARE)"
	@echo "module:         $(DESTDIR)$(LIBEXECDIR)/mod_cocreate.so"
	@echo "schema, theme:  $(DESTDIR)$(SHARE)"
	@echo "configuration:  $(DESTDIR)$(MODCONF)/cocreate.load and cocreate.conf"
	@echo "next: $(SHARE)/schema/install --help, then edit cocreate.conf (docs/install.md)"

clean:
	@if [ -e $(BUILD)/demo ]; then conf/demo/demo remove $(BUILD)/demo; fi
	@if [ -e $(BUILD)/bench/postgres ]; then conf/demo/cluster remove $(BUILD)/bench/postgres; fi
	rm -rf $(BUILD)

help:
	@echo "make                    the module, $(BUILD)/mod_cocreate.so"
	@echo "make demo [PORT=8080]   a brand site with its community, running on this machine"
	@echo "make demo-stop          stops it; what was written stays in $(BUILD)/demo until make clean"
	@echo "make check [SUITES=..]  all tests, or some: checks unit sql http asan browser faults"
	@echo "make soak               all fault tests (tests/faults), within half an hour"
	@echo "make bench [ROWS=..]    how fast it is, beside its references: build/bench/report.md"
	@echo "make bench-data N=1000  a database with so many ideas and ten votes each, kept in build/bench"
	@echo "make pictures           the pictures of docs/moderators.md, docs/pictures"
	@echo "make coverage           line coverage of mod_cocreate/core by the unit and http tests"
	@echo "make sanitize           the module and unit tests with AddressSanitizer and UBSan, $(BUILD)/asan"
	@echo "make format             the C sources as .clang-format says"
	@echo "make install            module, schema, theme, sample configuration (PREFIX, DESTDIR)"
	@echo "make deps               the Debian packages for all of this"

-include $(wildcard $(BUILD)/core/*.d $(BUILD)/httpd/*.d $(BUILD)/unit/*.d $(BUILD)/*.d)
