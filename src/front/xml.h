// XML as SOAP and Bulk 1 bodies need it: elements by their local names, whatever prefix a client gives them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace localorg::front {

struct Element {
  std::string name;  // without its prefix
  std::string text;  // its own, entities decoded
  std::vector<Element> children;

  // The first child of that name; null: there is none.
  const Element* child(std::string_view name) const;
  // The first of that name among all elements below, in the order of the text.
  const Element* find(std::string_view name) const;
  // Its child's text without white space around it; empty: there is no such child.
  std::string text_of(std::string_view name) const;
};

// The root element, or UNKNOWN_EXCEPTION with the parser's words.  Knows no document types and no entities but XML's own.
Result<Element> parse_xml(std::string_view text);

}  // namespace localorg::front
