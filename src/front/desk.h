// The front desk: who comes in, and as whom.  Logins (SOAP, OAuth), identity, the list of versions and the refusal of strangers
// are answered here; everything else goes to api::handle in the caller's session.  Functions over api::Request and
// api::Response: knows neither sockets nor the HTTP library.  Other surfaces can be mounted beside it (mount.h).
//
// Any thread may call; requests of one session run one at a time, in its turn.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "api/handle.h"
#include "front/mount.h"
#include "front/person.h"
#include "front/reading.h"
#include "front/secrets.h"
#include "front/turn.h"
#include "org/clock.h"
#include "store/org_file.h"
#include "store/user_table.h"

namespace localorg::front {

// What a session works with: its own connection to the org.
struct Workspace {
  std::shared_ptr<store::OpenOrg> org;
  std::shared_ptr<std::optional<store::OpenOrg>> copy = {};  // of its own, once it has written (isolated sessions)
  std::unique_ptr<api::Session> session = {};
  std::shared_ptr<void> counted = {};  // the desk's count of open ones goes down with it

  bool has_changes() const { return copy && copy->has_value(); }
};

// An org that is served.
struct OrgEntrance {
  std::string name;           // crmarena
  const store::OpenOrg* org;  // to look users up; the desk uses it under a lock of its own
  // Opens the org for a session of that User, at its first request.
  std::function<Result<Workspace>(const std::string& user_id)> open;
  std::vector<store::UserRow> users = {};  // besides those in the org file
  bool is_shared = false;                  // its sessions write one file
};

struct Settings {
  std::vector<OrgEntrance> orgs;
  org::Clock clock;
  std::string secret;                // what fixed tokens and the default user's password are made from
  std::string token = {};            // the first org's fixed token; empty: made from the secret
  bool always_default_user = false;  // false: only in an org without users of its own
  std::int64_t session_seconds = 7200;
  std::size_t max_sessions = 10'000;  // beyond: the one not used for longest ends
  // Beyond: the one not used for longest is closed, and opened anew when it is asked; one with changes of its own goes last,
  // and its session with it.  What it knew of locators and jobs is kept for as many closed ones as there may be open ones.
  std::size_t max_workspaces = 200;
};

// One login.
struct Session : std::enable_shared_from_this<Session> {
  std::string id;
  std::string label;  // its name in logs, where ids have no place: s1
  std::size_t org = 0;
  std::string user_id;
  std::string username;
  std::string surface;    // the mounted one it was opened for; empty: Salesforce's own paths
  bool is_fixed = false;  // neither expires nor ends
  std::atomic<std::int64_t> used_ms = 0;
  std::atomic<std::uint64_t> used = 0;  // in the order of use, for a clock that stands still
  Turn turn;
  Workspace workspace = {};              // of whose turn it is
  api::Session::Kept kept = {};          // while the workspace is closed: locators and jobs outlive it
  std::atomic<bool> reads_on = false;    // in a read transaction (reading.h)
  std::atomic<bool> is_end_due = false;  // of that transaction
};

// What lets a client in without a stored user.
struct Credentials {
  std::string org_name;
  std::string token;  // a session id that never ends
  std::string username;
  std::string password;
  std::string security_token;
  std::string refresh_token;
};

// What clients take for a session id: 00D and 12 to 15 word characters, !, letters, digits, dots, underscores (wire.md 3.1).
bool is_session_id(std::string_view text);

class Desk {
 public:
  explicit Desk(Settings settings);

  // Before any request comes.
  void mount(Mount mount) { mounts_.push_back(std::move(mount)); }

  Admission admit(const api::Request& request);
  // Does it change no record, whoever asks?
  bool only_reads(const api::Request& request) const;
  // In the session's turn: sessions that share an org write one after another, and this is the turn that such a request needs
  // besides.  Null: none.  The session no longer reads: who writes now would wait for it.
  Turn* turn_to_write(Session& session, const api::Request& request);
  // In the session's turn, and in that to write.
  api::Response serve(Session& session, const api::Request& request);
  // After serve(): gives the turn back.  True: end_reading() is to be called once there is nothing else to do.
  bool leave(Session& session);
  void end_reading(Session& session) { orgs_[session.org].reading.end_if_idle(session); }
  // In all sessions that are not asked anything; for callers that do so now and then, whatever goes on.
  void end_idle_reading();
  // All of it, for callers that may wait.
  api::Response handle(const api::Request& request);

  Credentials credentials(std::size_t org = 0) const { return orgs_[org].credentials; }
  std::size_t org_count() const { return orgs_.size(); }
  // Does the org have users of its own?
  bool has_users(std::size_t org) const;

  // What the parts of the desk (soap, oauth, identity) need ------------------------------------------------------------

  org::Clock clock() const { return settings_.clock; }
  void set_clock(org::Clock clock) { settings_.clock = clock; }  // for tests; not while requests run
  const Settings& settings() const { return settings_; }
  Person person(const Session& session) const;
  std::string org_id(const Session& session) const { return orgs_[session.org].id; }
  std::string org_name(const Session& session) const { return orgs_[session.org].name; }

  // The session of a user with that password, which may have the security token behind it; null: not let in.
  std::shared_ptr<Session> log_in(const std::string& username, const std::string& password);
  // The default user, or a user by the refresh token; null: it is none.
  std::shared_ptr<Session> refresh(const std::string& refresh_token);
  // The user whose certificate signed; `verify` checks it.
  std::shared_ptr<Session> log_in_signed(const std::string& username,
                                         const std::function<bool(const std::string& certificate)>& verify);
  // A session of its own for a mounted surface, of the same user as another one.
  std::shared_ptr<Session> open_beside(const Session& other, const std::string& surface);
  // A session by its id; counts as use.  What was opened for a surface is found by that surface alone: its id is no token.
  std::shared_ptr<Session> find(const std::string& id, std::string_view surface = {});
  // Was there one?
  bool end(const std::string& id);

 private:
  struct Org {
    OrgEntrance entrance;
    std::string id;
    std::string name;
    std::string running_user;
    Credentials credentials;
    std::shared_ptr<const Session> fixed = {};
    mutable std::mutex mutex = {};  // of entrance.org
    Turn writers = {};
    Reading reading = {};
  };

  std::vector<store::UserRow> users_of(const Org& org) const;
  std::shared_ptr<Session> open(std::size_t org, const std::string& user_id, const std::string& username,
                                const std::string& surface = {});
  std::string key_of(const std::string& id);  // under mutex_
  const Mount* mount_at(const api::Request& request) const;
  void add_fixed(std::size_t org);
  void make_room();
  void close_idle_workspace();
  void close(const std::shared_ptr<Session>& session);
  void touch(Session& session);
  Result<void> ensure_workspace(Session& session);

  Settings settings_;
  std::vector<Mount> mounts_;
  std::deque<Org> orgs_;      // a deque: they hold a mutex and stay
  mutable std::mutex mutex_;  // of sessions_, closed_ and keys_
  KeyedDigest keys_;
  std::unordered_map<std::string, std::shared_ptr<Session>> sessions_;
  std::deque<std::weak_ptr<Session>> closed_;  // those of which something is kept, the one closed first at the front
  std::string nonce_;
  std::uint64_t next_session_ = 0;
  std::atomic<std::uint64_t> uses_ = 0;
  std::shared_ptr<std::atomic<std::size_t>> workspaces_ = std::make_shared<std::atomic<std::size_t>>(0);  // open ones
};

}  // namespace localorg::front
