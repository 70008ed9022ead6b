#include "front/reading.h"

#include <algorithm>

#include "front/desk.h"

namespace localorg::front {
namespace {

bool execute(Session& session, const char* sql) {
  store::OpenOrg& org = *session.workspace.org;
  const auto statement = org.statements.get(org.database, sql);
  return statement && (*statement)->run();
}

}  // namespace

void Reading::begin(Session& session) {
  if (session.reads_on || is_paused() || !execute(session, "BEGIN")) return;
  session.reads_on = true;
  const std::lock_guard lock(mutex_);
  sessions_.push_back(session.shared_from_this());
}

void Reading::end(Session& session) {
  if (!session.reads_on) return;
  execute(session, "COMMIT");
  session.reads_on = false;
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& other) { return other.get() == &session; });
}

void Reading::end_if_idle(Session& session) {
  session.is_end_due = false;  // before the look: whoever has the turn sees it when the turn is over
  if (!session.turn.try_enter()) return;
  end(session);
  session.turn.leave();
}

void Reading::end_idle() {
  for (const auto& session : sessions()) end_if_idle(*session);
}

bool Reading::is_due(Session& session) {
  if (!session.reads_on) return false;
  if (!is_paused()) return !session.is_end_due.exchange(true);
  end_if_idle(session);  // somebody has begun to write since the turn's end
  return false;
}

std::vector<std::shared_ptr<Session>> Reading::sessions() const {
  const std::lock_guard lock(mutex_);
  return sessions_;
}

// Sessions that are busy end it with their turn.
Reading::Pause::Pause(Reading& reading) : reading_(reading) {
  ++reading_.pauses_;
  reading_.end_idle();
}

}  // namespace localorg::front
