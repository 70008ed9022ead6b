// Requests of one session, one after the other, to api::handle, in the form of the `request` cases of tests/conformance.
#include "api/handle.h"
#include "front/xml.h"
#include "fuzz/invariants.h"
#include "support/conformance.h"

using namespace localorg;

namespace {

// Beyond, an input repeats itself.
constexpr std::size_t kMostRequests = 12;

bool only_reads(const api::Request& request) { return request.method == "GET" || request.method == "HEAD"; }

std::string answers(const std::vector<api::Request>& requests) {
  store::OpenOrg org = fuzz::org_to_write();
  api::Session session(org, fuzz::clock());
  session.allow_writes(org);
  std::string all;
  for (const api::Request& request : requests) {
    const std::string before = only_reads(request) ? fuzz::bytes_of(org) : "";
    const api::Response response = api::handle(session, request);
    fuzz::expect_response(response);
    const bool is_xml = response.content_type.find("/xml") != std::string::npos && !response.body.empty();
    fuzz::expect(!is_xml || front::parse_xml(response.body).has_value(), "what is called XML is none", response.body);
    fuzz::expect(!org.database.in_transaction(), "a transaction is left open", request.target);
    if (!before.empty()) fuzz::expect(before == fuzz::bytes_of(org), "a read changed the org", request.target);
    all += fuzz::text_of(response) + "\n";
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<api::Request> requests = test::requests_of(std::string(fuzz::text_of(data, size)));
  if (requests.size() > kMostRequests) requests.resize(kMostRequests);
  const std::string first = answers(requests);
  fuzz::expect(first == answers(requests), "requests have two answers", first);
  return 0;
}
