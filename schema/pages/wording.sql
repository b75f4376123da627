-- SPDX-License-Identifier: Apache-2.0
-- What the wording check finds in a text, which comes as a parameter: the engine adds its findings.
-- audience: viewer

-- include: site
