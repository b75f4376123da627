-- SPDX-License-Identifier: Apache-2.0
-- What wrk found (the scripts find this file in the folder where wrk runs), on one line that a program reads.

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format('SAID %d %d %d %d %d %d\n', summary.requests, summary.duration, summary.bytes,
                           errors.status, errors.connect + errors.read + errors.write + errors.timeout,
                           latency:percentile(99)))
end
