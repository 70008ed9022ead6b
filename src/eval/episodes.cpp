#include "eval/episodes.h"

#include <algorithm>

#include "base/json_bounds.h"
#include "eval/json_text.h"
#include "eval/lines.h"
#include "mcp/http_headers.h"

namespace localorg::eval {
namespace {

constexpr std::string_view kPath = "/episodes";
constexpr std::size_t kMostOpen = 256;

api::Response response_of(int status, const Json& event) {
  return {.status = status, .body = event.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

api::Response response_of(const Json& event) { return response_of(text_at(event, "event") == "error" ? 400 : 200, event); }

api::Response not_allowed(const char* methods) {
  api::Response response = response_of(405, error_event(std::string("this takes ") + methods));
  response.headers.emplace_back("Allow", methods);
  return response;
}

}  // namespace

struct Episodes::Open {
  std::mutex turn;  // one request at a time
  store::OpenOrg view;
  EpisodeService service;
  std::uint64_t used = 0;

  Open(store::OpenOrg opened, const Prompts& prompts, const std::vector<Task>& tasks, const ServiceOptions& options)
      : view(std::move(opened)), service(view, prompts, tasks, options) {}
};

Result<std::unique_ptr<Episodes>> Episodes::open(const store::OpenOrg& org, std::vector<Task> tasks, ServiceOptions options) {
  LOCALORG_TRY(Prompts prompts, Prompts::read(*org.catalog));
  std::unique_ptr<Episodes> episodes(new Episodes(std::move(prompts), std::move(tasks), options));
  LOCALORG_TRY(episodes->image_, store::image_of(org));
  LOCALORG_TRY(store::OpenOrg view, store::view_of(org, episodes->image_));
  episodes->org_ = std::make_shared<const store::OpenOrg>(std::move(view));
  return episodes;
}

api::Response Episodes::answer(const api::Request& request) {
  const auto origin = request.headers.find("origin");
  if (origin != request.headers.end() && !mcp::is_own_origin(origin->second))
    return response_of(403, error_event("Origin is not this machine"));
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  std::string id(path.substr(std::min(path.size(), kPath.size())));
  while (id.starts_with('/')) id.erase(0, 1);
  if (id.empty()) {
    if (request.method == "POST") return begin(request.body);
    return request.method == "GET" ? list() : not_allowed("GET, POST");
  }
  const auto episode = find(id);
  if (!episode) return response_of(404, error_event("there is no episode " + id));
  if (request.method == "DELETE") {
    const std::lock_guard guard(lock_);
    open_.erase(id);
    return {.status = 204, .body = ""};
  }
  if (request.method != "GET" && request.method != "POST") return not_allowed("GET, POST, DELETE");
  const std::lock_guard turn(episode->turn);
  return response_of(episode->service.answer(request.method == "GET" ? R"({"record": true})" : request.body));
}

// Without a task in the request, each episode gets the next one, whoever asks.
Json Episodes::next_reset() {
  const std::lock_guard guard(lock_);
  return next_task_ < tasks_.size() ? Json(tasks_[next_task_++].idx) : Json(nullptr);
}

api::Response Episodes::begin(const std::string& body) {
  Json reset;
  if (!body.empty()) {
    const auto json = parse_bounded_json(body, "body");
    if (!json) return response_of(400, error_event(json.error().message));
    reset = json->is_object() && json->contains("reset") ? (*json)["reset"] : *json;
  }
  if (reset.is_null()) reset = next_reset();
  if (reset.is_null()) return response_of(200, {{"event", "end"}, {"message", "no task is left"}});
  auto view = store::view_of(*org_, image_);
  if (!view) return response_of(500, error_event(view.error().message));
  const auto episode = std::make_shared<Open>(std::move(*view), prompts_, tasks_, options_);
  const Json event = episode->service.answer(Json{{"reset", reset}}.dump(-1, ' ', false, Json::error_handler_t::replace));
  if (text_at(event, "event") == "error") return response_of(event);
  const std::lock_guard guard(lock_);
  if (open_.size() >= kMostOpen) {
    open_.erase(std::min_element(open_.begin(), open_.end(),
                                 [](const auto& a, const auto& b) { return a.second->used < b.second->used; }));
  }
  const std::string id = "e" + std::to_string(++begun_);
  episode->used = ++uses_;
  open_[id] = episode;
  Json told = {{"episode", id}};
  told.update(event);
  return response_of(201, told);
}

api::Response Episodes::list() {
  EpisodeService service(*org_, prompts_, tasks_, options_);
  Json event = service.answer(R"({"tasks": true})");
  const std::lock_guard guard(lock_);
  event["open"] = open_.size();
  return response_of(event);
}

std::shared_ptr<Episodes::Open> Episodes::find(const std::string& id) {
  const std::lock_guard guard(lock_);
  const auto found = open_.find(id);
  if (found == open_.end()) return nullptr;
  found->second->used = ++uses_;
  return found->second;
}

}  // namespace localorg::eval
