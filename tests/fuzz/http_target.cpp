// Bytes of a connection: taken apart as the server does, whole and in small pieces; then what the front desk answers to each
// request, as the message that is sent.
#include "front/desk.h"
#include "fuzz/invariants.h"
#include "serve/message.h"
#include "serve/request.h"

using namespace localorg;

namespace {

constexpr std::string_view kToken = "00Dfuzz00000001!fuzz";

struct Read {
  std::vector<api::Request> requests;
  std::vector<bool> closes;
  int fault = 0;  // what the client was dismissed with
};

// Small, so that they are met.
serve::Limits limits() {
  serve::Limits limits;
  limits.header_bytes = 4096;
  limits.target_bytes = 512;
  limits.body_bytes = 8192;
  return limits;
}

// What comes of `bytes` when `piece` of them arrive at a time.
Read read(std::string_view bytes, std::size_t piece) {
  Read out;
  std::string buffer;
  auto parser = std::make_unique<serve::RequestParser>(limits());
  while (out.fault == 0) {
    const std::size_t used = buffer.empty() ? 0 : parser->put(buffer);
    fuzz::expect(used <= buffer.size(), "a parser took more than there was");
    buffer.erase(0, used);
    out.fault = parser->fault();
    if (out.fault == 0 && parser->is_done()) {
      out.closes.push_back(!parser->keeps_alive());
      out.requests.push_back(parser->take());
      if (out.closes.back()) break;
      parser = std::make_unique<serve::RequestParser>(limits());
    } else if (used == 0) {
      if (bytes.empty()) break;
      buffer += bytes.substr(0, piece);
      bytes.remove_prefix(std::min(piece, bytes.size()));
    }
  }
  return out;
}

bool same(const api::Request& a, const api::Request& b) {
  return a.method == b.method && a.target == b.target && a.headers == b.headers && a.body == b.body;
}

bool is_too_large(int fault) { return fault == 431 || fault == 414; }

// A header that is as large as it may be is too large in one way and not yet in the other.
void expect_same(const Read& whole, const Read& pieces) {
  if (is_too_large(whole.fault) || is_too_large(pieces.fault)) return;
  fuzz::expect(whole.requests.size() == pieces.requests.size(), "pieces make other requests");
  for (std::size_t i = 0; i < whole.requests.size(); ++i)
    fuzz::expect(same(whole.requests[i], pieces.requests[i]), "pieces make another request", whole.requests[i].target);
  fuzz::expect(pieces.fault == 0 || whole.fault != 0, "pieces make a fault");
}

// A desk of one org, of which each session writes a copy of its own.
front::Settings settings() {
  const auto open = [](const std::string& user_id) -> Result<front::Workspace> {
    org::Viewer viewer = soql::viewer_of(fuzz::small_org());
    viewer.user_id = user_id;
    front::Workspace workspace;
    workspace.org = std::make_shared<store::OpenOrg>(fuzz::org_to_write());
    workspace.session = std::make_unique<api::Session>(*workspace.org, fuzz::clock(), viewer);
    workspace.session->allow_writes(*workspace.org);
    return workspace;
  };
  return {.orgs = {{"small", &fuzz::small_org(), open}},
          .clock = fuzz::clock(),
          .secret = "a secret of the fuzzer",
          .token = std::string(kToken),
          .always_default_user = true};
}

api::Response answer(front::Desk& desk, api::Request request) {
  const serve::Entrance entrance{"127.0.0.1:8443", "8443", true};
  if (const auto host = serve::settle_target(request, entrance)) return serve::bad_message(host->empty() ? 400 : 403);
  if (auto refusal = serve::decode_body(request, limits().body_bytes)) return *std::move(refusal);
  return desk.handle(request);
}

// Head, an empty line, and as many bytes as the head says.
void expect_message(const std::string& message, std::size_t bytes) {
  const std::size_t end = message.find("\r\n\r\n");
  fuzz::expect(message.starts_with("HTTP/1.1 ") && end != std::string::npos, "no message", message);
  fuzz::expect(message.size() == end + 4 + bytes, "a message of another size than it says", message);
}

std::string converse(const Read& read) {
  front::Desk desk(settings());
  std::string all;
  for (const api::Request& request : read.requests) {
    const api::Response response = answer(desk, request);
    fuzz::expect_response(response);
    std::size_t bytes = 0;
    const serve::Framing framing{.head_only = request.method == "HEAD", .takes_gzip = serve::takes_gzip(request)};
    const std::string message = serve::message_of(response, framing, bytes);
    expect_message(message, bytes);
    all += message;
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  const Read whole = read(bytes, size);
  expect_same(whole, read(bytes, 1));
  expect_same(whole, read(bytes, 1 + size / 3));
  if (whole.fault != 0) fuzz::expect_response(serve::bad_message(whole.fault));
  const std::string first = converse(whole);
  fuzz::expect(first == converse(whole), "requests have two answers", first);
  return 0;
}
