-- SPDX-License-Identifier: GPL-2.0-or-later
-- A post-dissector that reads all that ours reads, and ours, too. NAMES: the names of fields.
local names = {NAMES}
local fields = {}
for place, name in ipairs(names) do fields[place] = Field.new(name) end
local beside = Proto("beside", "Beside SMB1 Audit")
local count = ProtoField.uint32("beside.count", "Fields")
beside.fields = {count}
function beside.dissector(tvb, pinfo, tree)
	local found = 0
	for _, each in ipairs(fields) do found = found + select("#", each()) end
	if found > 0 then tree:add(beside):add(count, found) end
end
register_postdissector(beside)
