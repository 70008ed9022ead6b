// Episodes over HTTP, for agents in any language (eval/service.h has requests and events):
//
//     POST   /episodes        {"reset": 650}, or no body for the next task    201 {"episode": "e1", "event": "task", ...}
//     POST   /episodes/e1     a turn                                         200 {"event": "observation", ...}
//     GET    /episodes/e1                                                    200 {"event": "record", ...}
//     DELETE /episodes/e1                                                    204
//     GET    /episodes                                                       200 {"event": "tasks", "tasks": [...], "open": 3}
//
// An event "error" has status 400, an episode that is not there 404.  Each episode has a view of the org of its own; at most
// 256 are open, and the one that was idle for longest goes for a new one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/handle.h"
#include "eval/prompts.h"
#include "eval/service.h"
#include "store/org_file.h"

namespace localorg::eval {

class Episodes {
 public:
  // The org is read as it is now.
  static Result<std::unique_ptr<Episodes>> open(const store::OpenOrg& org, std::vector<Task> tasks, ServiceOptions options);

  // Any thread.
  api::Response answer(const api::Request& request);

 private:
  struct Open;

  Episodes(Prompts prompts, std::vector<Task> tasks, ServiceOptions options)
      : prompts_(std::move(prompts)), tasks_(std::move(tasks)), options_(options) {}

  api::Response begin(const std::string& body);
  api::Response list();
  std::shared_ptr<Open> find(const std::string& id);
  Json next_reset();

  Prompts prompts_;
  std::vector<Task> tasks_;
  ServiceOptions options_;
  store::Image image_;
  std::shared_ptr<const store::OpenOrg> org_;
  std::mutex lock_;  // of what follows
  std::map<std::string, std::shared_ptr<Open>> open_;
  std::size_t next_task_ = 0;
  std::uint64_t begun_ = 0, uses_ = 0;
};

}  // namespace localorg::eval
