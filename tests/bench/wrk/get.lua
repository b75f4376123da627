-- SPDX-License-Identifier: Apache-2.0
-- One address again and again; or with a file of addresses, these in turn.
-- wrk -s get.lua URL -- [FILE]

require 'said'

local turn, made = 0, {}

function init(arguments)
    if arguments[1] then
        for path in io.lines(arguments[1]) do
            made[#made + 1] = wrk.format('GET', path)
        end
    else
        made[1] = wrk.format('GET')
    end
end

function request()
    turn = turn + 1
    return made[1 + turn % #made]
end
