-- SPDX-License-Identifier: Apache-2.0
-- One vote after the other, each by another member; for one idea, or spread over many.
-- wrk -s votes.lua URL -- BASE MEMBERS IDEAS
-- The members sign in as voter1 to voterN, in an order that jumps about; who is asked for more votes than there are members
-- begins anew, with other ideas.

require 'said'

local base, members, ideas
local turn = 0
local headers = {['Content-Type'] = 'application/x-www-form-urlencoded', ['Sec-Fetch-Site'] = 'same-origin'}
local digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

local function base64(text)
    local coded = text:gsub('..?.?', function(three)
        local a, b, c = three:byte(1, 3)
        local bits = a * 65536 + (b or 0) * 256 + (c or 0)
        local four = ''
        for place = 3, 0, -1 do
            local digit = math.floor(bits / 64 ^ place) % 64 + 1
            four = four .. (3 - place > #three and '=' or digits:sub(digit, digit))
        end
        return four
    end)
    return coded
end

function init(arguments)
    base, members, ideas = arguments[1], tonumber(arguments[2]), tonumber(arguments[3])
end

function request()
    local member, idea = 1 + turn * 7919 % members, 1 + (turn * 31 + math.floor(turn / members)) % ideas
    turn = turn + 1
    headers['Authorization'] = 'Basic ' .. base64('voter' .. member .. ':demo')
    return wrk.format('POST', base .. '/ideas/' .. idea .. '/vote', headers, 'value=1')
end
