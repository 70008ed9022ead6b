// The body of a SOAP call to the front desk; a line that begins with a slash in front of it is the path it goes to.  {session},
// {password} and their kin stand for what desk_client.h says.
#include "base/markup.h"
#include "front/xml.h"
#include "fuzz/invariants.h"
#include "support/desk_client.h"

using namespace localorg;

namespace {

std::string printed(const front::Element& element) {
  std::string out = "<" + element.name + ">" + text::escape_xml(element.text);
  for (const front::Element& child : element.children) out += printed(child);
  return out + "</" + element.name + ">";
}

// Elements that are read are read again from what they print.
void walk(const std::string& text) {
  const auto root = front::parse_xml(text);
  if (!root) return fuzz::expect(!root.error().message.empty(), "XML is refused without a reason");
  const std::string once = printed(*root);
  const auto again = front::parse_xml(once);
  fuzz::expect(again.has_value(), "elements print no XML", once);
  fuzz::expect(printed(*again) == printed(*root), "elements print other elements", once);
}

api::Response call(std::string text) {
  api::Request request{.method = "POST", .target = "/services/Soap/u/59.0"};
  request.headers = {{"content-type", "text/xml; charset=UTF-8"}, {"soapaction", "login"}};
  if (text.starts_with('/')) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    request.target = text.substr(0, end);
    text.erase(0, std::min(end + 1, text.size()));
  }
  request.body = std::move(text);
  test::DeskClient client(fuzz::small_org(), fuzz::clock());
  return client.handle(std::move(request));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  walk(text);
  const api::Response response = call(text);
  fuzz::expect_response(response);
  if (response.content_type.starts_with("text/xml")) {
    const auto envelope = front::parse_xml(response.body);
    fuzz::expect(envelope && envelope->child("Body") != nullptr, "an answer of SOAP is no envelope", response.body);
  }
  fuzz::expect(fuzz::text_of(response) == fuzz::text_of(call(text)), "a call has two answers", response.body);
  return 0;
}
