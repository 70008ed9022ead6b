#include "front/desk.h"

#include <algorithm>
#include <array>

#include "api/versions.h"
#include "base/text.h"
#include "front/identity.h"
#include "front/oauth.h"
#include "front/reply.h"
#include "front/secrets.h"
#include "front/soap.h"
#include "front/states.h"

namespace localorg::front {
namespace {

using api::Request;
using api::Response;

constexpr std::size_t kMostBeforeLogin = 1'000'000;  // bytes

Response answer_versions(Desk& /*desk*/, const Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return method_not_allowed(request.method, "HEAD,GET");
  return json(200, api::versions_json());
}

Response answer_health(Desk& /*desk*/, const Request& /*request*/) { return json(200, R"({"status":"ok"})"); }

// What needs no session, or finds its own.  "*" is any one step; a trailing "**" any number of steps, none included.
struct Door {
  std::vector<std::string_view> path;
  Response (*answer)(Desk&, const Request&);
};

const std::vector<Door>& doors() {
  static const std::vector<Door> table = {
      {{"services", "data"}, answer_versions},
      {{"services", "Soap", "u", "**"}, answer_soap},
      {{"services", "Soap", "c", "**"}, answer_soap},
      {{"services", "oauth2", "token"}, answer_token},
      {{"services", "oauth2", "revoke"}, answer_revoke},
      {{"services", "oauth2", "userinfo"}, answer_userinfo},
      {{"id", "*", "*"}, answer_identity},
      {{"healthz"}, answer_health},
  };
  return table;
}

bool leads_to(const Door& door, const std::vector<std::string_view>& path) {
  for (std::size_t i = 0; i < door.path.size(); ++i) {
    if (door.path[i] == "**") return true;
    if (i >= path.size() || (door.path[i] != "*" && door.path[i] != path[i])) return false;
  }
  return path.size() == door.path.size();
}

// Behind which paths there is something for those who have a session.
bool needs_session(const std::vector<std::string_view>& path) {
  if (path.size() < 2) return false;
  return (path[0] == "services" && (path[1] == "data" || path[1] == "async")) || path[0] == "localorg";
}

// A bug of ours: said, never passed on.
Response our_fault(const std::exception& e) {
  return error_array(500, "UNKNOWN_EXCEPTION", std::string("An unexpected error occurred. ") + e.what());
}

std::string user_domain(const std::string& org_name) {
  std::string out;
  for (const char c : text::lower(org_name)) out += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ? c : '-';
  return out;
}

}  // namespace

Desk::Desk(Settings settings) : settings_(std::move(settings)), keys_(settings_.secret) {
  if (!settings_.clock.is_pinned()) nonce_ = random_bytes(16);
  for (OrgEntrance& entrance : settings_.orgs) {
    Org& org = orgs_.emplace_back();
    org.entrance = entrance;
    org.id = org_id_of(*entrance.org);
    org.name = org_name_of(*entrance.org);
    org.running_user = running_user_of(*entrance.org);
    const auto made = [&](const std::string& what, std::size_t letters) {
      return as_letters(keyed_digest(settings_.secret, what + "\n" + entrance.name + "\n" + org.id), letters);
    };
    org.credentials = {.org_name = entrance.name,
                       .token = org.id.substr(0, 15) + "!AQ" + made("token", 40),
                       .username = "user@" + user_domain(entrance.name) + ".localorg",
                       .password = made("password", 16),
                       .security_token = made("security token", 24),
                       .refresh_token = "5Aep861" + made("refresh token", 40)};
    if (orgs_.size() == 1 && !settings_.token.empty()) org.credentials.token = settings_.token;
    add_fixed(orgs_.size() - 1);
  }
}

// Sessions are kept by a keyed digest of their ids: how long a search takes says nothing about the ids that there are.
std::string Desk::key_of(const std::string& id) { return keys_.of("key\n" + id); }

void Desk::add_fixed(std::size_t org) {
  auto session = std::make_shared<Session>();
  session->id = orgs_[org].credentials.token;
  session->label = "s" + std::to_string(next_session_++);
  session->org = org;
  session->user_id = orgs_[org].running_user;
  session->username = person_of(*orgs_[org].entrance.org, session->user_id, "").username;
  session->is_fixed = true;
  orgs_[org].fixed = sessions_[key_of(session->id)] = std::move(session);
}

const Mount* Desk::mount_at(const Request& request) const {
  for (const Mount& mount : mounts_) {
    if (lies_at(request.target, mount.path)) return &mount;
  }
  return nullptr;
}

Admission Desk::admit(const Request& request) {
  try {
    if (const Mount* mount = mount_at(request)) return mount->admit(request);
    const std::vector<std::string_view> path = path_of(request.target);
    for (const Door& door : doors()) {
      if (!leads_to(door, path)) continue;
      if (request.body.size() > kMostBeforeLogin) return plain(413, "too much for a login");
      return door.answer(*this, request);
    }
    if (!needs_session(path)) return not_found();
    const std::string id = session_id_of(request);
    if (auto session = id.empty() ? nullptr : find(id)) return session;
    return no_session(request);
  } catch (const std::exception& e) {
    return our_fault(e);
  }
}

bool Desk::only_reads(const Request& request) const {
  if (const Mount* mount = mount_at(request)) return mount->only_reads;
  return request.method == "GET" || request.method == "HEAD";
}

Turn* Desk::turn_to_write(Session& session, const Request& request) {
  Org& org = orgs_[session.org];
  if (!org.entrance.is_shared || only_reads(request)) return nullptr;
  org.reading.end(session);
  return &org.writers;
}

Response Desk::serve(Session& session, const Request& request) {
  const auto ready = ensure_workspace(session);
  if (!ready) return error_array(500, "UNKNOWN_EXCEPTION", ready.error().message);
  Org& org = orgs_[session.org];
  std::optional<Reading::Pause> pause;
  if (org.entrance.is_shared && only_reads(request)) {
    org.reading.begin(session);
  } else if (org.entrance.is_shared) {
    pause.emplace(org.reading);
  }
  if (const Mount* mount = mount_at(request)) {
    try {
      return mount->serve(session, request);
    } catch (const std::exception& e) {
      return our_fault(e);
    }
  }
  const std::vector<std::string_view> path = path_of(request.target);
  if (path[0] == "localorg") return answer_state(*session.workspace.session, request);
  return api::handle(*session.workspace.session, request);
}

bool Desk::leave(Session& session) {
  Reading& reading = orgs_[session.org].reading;
  if (reading.is_paused()) reading.end(session);
  session.turn.leave();
  return reading.is_due(session);
}

void Desk::end_idle_reading() {
  for (Org& org : orgs_) org.reading.end_idle();
}

Response Desk::handle(const Request& request) {
  Admission admission = admit(request);
  if (auto* response = std::get_if<Response>(&admission)) return std::move(*response);
  Session& session = *std::get<std::shared_ptr<Session>>(admission);
  session.turn.wait();
  Turn* writers = turn_to_write(session, request);
  if (writers != nullptr) writers->wait();
  Response response = serve(session, request);
  if (writers != nullptr) writers->leave();
  if (leave(session)) end_reading(session);
  return response;
}

Result<void> Desk::ensure_workspace(Session& session) {
  if (session.workspace.session) return {};
  if (*workspaces_ >= settings_.max_workspaces) close_idle_workspace();
  LOCALORG_TRY(session.workspace, orgs_[session.org].entrance.open(session.user_id));
  session.workspace.session->go_on_with(std::exchange(session.kept, {}));
  ++*workspaces_;
  session.workspace.counted = std::shared_ptr<void>(nullptr, [count = workspaces_](void*) { --*count; });
  return {};
}

// Closes the one that was not used for longest and is not in use.  Its session goes on and opens anew.  Where all have
// changes of their own, which would be lost, such a session ends instead: its client is told, and logs in again.
void Desk::close_idle_workspace() {
  std::vector<std::shared_ptr<Session>> sessions;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, session] : sessions_) sessions.push_back(session);
  }
  std::sort(sessions.begin(), sessions.end(), [](const auto& a, const auto& b) { return a->used < b->used; });
  for (const bool may_end : {false, true}) {
    for (const auto& session : sessions) {
      if (!session->turn.try_enter()) continue;
      const bool is_open = session->workspace.session != nullptr;
      const bool closes = is_open && (!session->workspace.has_changes() || (may_end && end(session->id) && !session->is_fixed));
      if (closes) close(session);
      session->turn.leave();
      if (closes) return;
    }
  }
}

// In its turn.
void Desk::close(const std::shared_ptr<Session>& session) {
  orgs_[session->org].reading.end(*session);
  session->kept = session->workspace.session->leave();
  session->workspace = {};
  std::shared_ptr<Session> first;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(closed_, [&](const auto& other) { return other.expired() || other.lock() == session; });
    closed_.push_back(session);
    if (closed_.size() <= settings_.max_workspaces) return;
    first = closed_.front().lock();
    closed_.pop_front();
  }
  if (!first || !first->turn.try_enter()) return;  // gone, or just being opened
  first->kept = {};
  first->turn.leave();
}

bool Desk::has_users(std::size_t org) const { return !users_of(orgs_[org]).empty(); }

std::vector<store::UserRow> Desk::users_of(const Org& org) const {
  const std::lock_guard lock(org.mutex);
  std::vector<store::UserRow> users = org.entrance.users;
  if (auto stored = store::read_users(org.entrance.org->database)) users.insert(users.end(), stored->begin(), stored->end());
  return users;
}

Person Desk::person(const Session& session) const {
  const Org& org = orgs_[session.org];
  const std::lock_guard lock(org.mutex);
  return person_of(*org.entrance.org, session.user_id, session.username);
}

std::shared_ptr<Session> Desk::log_in(const std::string& username, const std::string& password) {
  for (std::size_t i = 0; i < orgs_.size(); ++i) {
    const Org& org = orgs_[i];
    const std::vector<store::UserRow> users = users_of(org);
    for (const store::UserRow& user : users) {
      if (!text::equal_ignoring_case(user.username, username)) continue;
      const bool let_in = password_matches(user.password_hash, password) || password_matches(user.security_token, password);
      return let_in ? open(i, user.user_id, user.username) : nullptr;
    }
    const Credentials& known = org.credentials;
    if (!(users.empty() || settings_.always_default_user) || !text::equal_ignoring_case(known.username, username)) continue;
    const bool let_in =
        equal_secretly(known.password, password) || equal_secretly(known.password + known.security_token, password);
    return let_in ? open(i, org.running_user, known.username) : nullptr;
  }
  return nullptr;
}

std::shared_ptr<Session> Desk::refresh(const std::string& refresh_token) {
  for (std::size_t i = 0; i < orgs_.size(); ++i) {
    if (!equal_secretly(orgs_[i].credentials.refresh_token, refresh_token)) continue;
    return open(i, orgs_[i].running_user, orgs_[i].fixed->username);
  }
  return nullptr;
}

std::shared_ptr<Session> Desk::log_in_signed(const std::string& username,
                                             const std::function<bool(const std::string& certificate)>& verify) {
  for (std::size_t i = 0; i < orgs_.size(); ++i) {
    for (const store::UserRow& user : users_of(orgs_[i])) {
      if (!text::equal_ignoring_case(user.username, username)) continue;
      if (!user.certificate.empty() && verify(user.certificate)) return open(i, user.user_id, user.username);
      return nullptr;
    }
  }
  return nullptr;
}

std::shared_ptr<Session> Desk::open_beside(const Session& other, const std::string& surface) {
  return open(other.org, other.user_id, other.username, surface);
}

std::shared_ptr<Session> Desk::open(std::size_t org, const std::string& user_id, const std::string& username,
                                    const std::string& surface) {
  auto session = std::make_shared<Session>();
  session->org = org;
  session->user_id = user_id;
  session->username = username;
  session->surface = surface;
  const std::lock_guard lock(mutex_);
  make_room();
  const std::string number = std::to_string(next_session_++);
  session->id =
      orgs_[org].id.substr(0, 15) + "!AQ" + as_letters(keyed_digest(settings_.secret, "session\n" + nonce_ + number), 42);
  session->label = "s" + number;
  touch(*session);
  sessions_[key_of(session->id)] = session;
  return session;
}

// Ends the session that was not used for longest, when there are too many.
void Desk::make_room() {
  if (sessions_.size() < settings_.max_sessions) return;
  auto oldest = sessions_.end();
  for (auto it = sessions_.begin(); it != sessions_.end(); ++it) {
    if (!it->second->is_fixed && (oldest == sessions_.end() || it->second->used < oldest->second->used)) oldest = it;
  }
  if (oldest != sessions_.end()) sessions_.erase(oldest);
}

void Desk::touch(Session& session) {
  session.used_ms = settings_.clock.now_ms();
  session.used = ++uses_;
}

std::shared_ptr<Session> Desk::find(const std::string& id, std::string_view surface) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(key_of(id));
  if (found == sessions_.end() || found->second->surface != surface) return nullptr;
  Session& session = *found->second;
  if (!session.is_fixed && settings_.clock.now_ms() - session.used_ms > settings_.session_seconds * 1000) {
    sessions_.erase(found);
    return nullptr;
  }
  touch(session);
  return found->second;
}

bool Desk::end(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(key_of(id));
  if (found == sessions_.end()) return false;
  if (!found->second->is_fixed) sessions_.erase(found);
  return true;
}

}  // namespace localorg::front
