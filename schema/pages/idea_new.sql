-- SPDX-License-Identifier: Apache-2.0
-- The form for a new idea: for whom its author speaks, and what there is to choose from.
-- audience: viewer

-- include: site
-- include: author
-- include: kinds
-- include: stages
