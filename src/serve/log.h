// What the server writes down: a line per request (access log), and the requests of sessions as JSON lines (recording).  No
// token, password or key is in either.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>

#include "api/handle.h"
#include "base/result.h"

namespace localorg::serve {

// One answered request.
struct Exchange {
  const api::Request* request = nullptr;  // null: it was no HTTP
  const api::Response* response = nullptr;
  std::string client;   // 127.0.0.1:40312
  std::string session;  // s1; empty: none
  std::size_t bytes = 0;
  std::int64_t microseconds = 0;
};

enum class LogFormat { off, text, json };

// Thread-safe; every line is written at once.
class Log {
 public:
  Log() = default;
  // To standard error.
  //     text:  2026-11-20T18:00:00.000Z 127.0.0.1:40312 s1 GET /services/data/v59.0/query?q=... 200 312 0.214
  //            time, client, session or -, method, target, status, bytes of the body as sent, milliseconds
  //     json:  {"time":...,"client":...,"session":...,"method":...,"target":...,"status":200,"bytes":312,"ms":0.214}
  explicit Log(LogFormat format) : format_(format) {}
  // Appends to a file:
  //     {"time":...,"session":"s1","method":"GET","path":...,"query":"SELECT
  //     ...","status":200,"rows":3,"error":null,"ms":0.214}
  // query: the SOQL or SOSL, null for other resources; rows: of the whole result; error: CODE: message.
  Result<void> record_to(const std::string& path);

  bool is_on() const { return format_ != LogFormat::off || record_ != nullptr; }
  void write(const Exchange& exchange);

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  LogFormat format_ = LogFormat::off;
  std::unique_ptr<std::FILE, CloseFile> record_;
  std::mutex mutex_;
};

}  // namespace localorg::serve
