-- SPDX-License-Identifier: Apache-2.0
-- The form of a new round: what there is to choose from, the stems of its questions, and the dates that it comes to.
-- audience: viewer

-- include: site
-- include: defaults
-- include: stages
-- include: groups
-- include: stems
