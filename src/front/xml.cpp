#include "front/xml.h"

#include <expat.h>

#include <memory>

#include "base/text.h"

namespace localorg::front {
namespace {

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMaxElements = 10'000;
constexpr char kSeparator = ' ';  // between namespace and local name

struct Reader {
  XML_Parser parser;
  std::vector<Element> open;  // from the root inwards
  Element root;
  std::size_t count = 0;
  const char* refusal = nullptr;

  void refuse(const char* why) {
    refusal = why;
    XML_StopParser(parser, XML_FALSE);
  }

  static void start(void* self, const XML_Char* name, const XML_Char** /*attributes*/) {
    auto& reader = *static_cast<Reader*>(self);
    if (reader.open.size() >= kMaxDepth) return reader.refuse("nested too deeply");
    if (++reader.count > kMaxElements) return reader.refuse("too many elements");
    const std::string_view full(name);
    reader.open.push_back({std::string(full.substr(full.rfind(kSeparator) + 1)), "", {}});
  }

  static void end(void* self, const XML_Char* /*name*/) {
    auto& reader = *static_cast<Reader*>(self);
    Element done = std::move(reader.open.back());
    reader.open.pop_back();
    if (reader.open.empty()) {
      reader.root = std::move(done);
    } else {
      reader.open.back().children.push_back(std::move(done));
    }
  }

  static void characters(void* self, const XML_Char* text, int size) {
    auto& reader = *static_cast<Reader*>(self);
    reader.open.back().text.append(text, static_cast<std::size_t>(size));
  }

  static void document_type(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<Reader*>(self)->refuse("a document type is not allowed");
  }
};

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

}  // namespace

const Element* Element::child(std::string_view wanted) const {
  for (const Element& element : children) {
    if (element.name == wanted) return &element;
  }
  return nullptr;
}

const Element* Element::find(std::string_view wanted) const {
  for (const Element& element : children) {
    if (element.name == wanted) return &element;
    if (const Element* inside = element.find(wanted)) return inside;
  }
  return nullptr;
}

std::string Element::text_of(std::string_view wanted) const {
  const Element* found = child(wanted);
  return found == nullptr ? "" : std::string(text::trim(found->text));
}

Result<Element> parse_xml(std::string_view text) {
  const std::unique_ptr<XML_ParserStruct, FreeParser> parser(XML_ParserCreateNS(nullptr, kSeparator));
  Reader reader{parser.get(), {}, {}};
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(parser.get(), Reader::start, Reader::end);
  XML_SetCharacterDataHandler(parser.get(), Reader::characters);
  XML_SetStartDoctypeDeclHandler(parser.get(), Reader::document_type);
  if (XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE) == XML_STATUS_OK) return reader.root;
  const std::string why = reader.refusal != nullptr ? reader.refusal : XML_ErrorString(XML_GetErrorCode(parser.get()));
  return error_without_position(ErrorCode::UNKNOWN_EXCEPTION, why);
}

}  // namespace localorg::front
