// Requests that only read, in sessions that share an org file.  SQLite locks the file for every transaction, which takes longer
// than a point query does: the requests of a session share a read transaction for as long as the server has others to answer.
// It ends before anybody in this process writes; other processes wait for it as they do for any reader.
//
// Any thread may call.  What is read is never out of date: nobody can write meanwhile.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace localorg::front {

struct Session;

// Of one org.
class Reading {
 public:
  // In the session's turn, with its workspace open, before a request that only reads.
  void begin(Session& session);
  // In the session's turn.
  void end(Session& session);
  // If the turn is free; whoever has it asks is_due() when it is over.
  void end_if_idle(Session& session);
  void end_idle();
  // After the session's turn.  True: it reads on, and end_if_idle() is to be called once when there is nothing else to do.
  bool is_due(Session& session);

  // While it lives, nobody reads on, but who is asked something: who writes has ended its own reading before.
  class Pause {
   public:
    explicit Pause(Reading& reading);
    ~Pause() { --reading_.pauses_; }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    Reading& reading_;
  };

  bool is_paused() const { return pauses_ > 0; }

 private:
  std::vector<std::shared_ptr<Session>> sessions() const;

  std::atomic<int> pauses_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<Session>> sessions_;  // that read on
};

}  // namespace localorg::front
