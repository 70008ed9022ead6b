// Rich text as plain text, and plain text in XML.
#pragma once

#include <string>
#include <string_view>

namespace localorg::text {

// The text that an HTML fragment shows: tags gone, a blank where one ends a block, entities resolved, scripts, styles and
// comments left out.  Text without markup stays as it is.
std::string plain_text(std::string_view html);

// Text as it stands in an element or attribute of XML.  What XML 1.0 cannot hold, control characters and ill-formed bytes,
// becomes U+FFFD.
std::string escape_xml(std::string_view text);

}  // namespace localorg::text
