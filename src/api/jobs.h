// Bulk jobs of one client.  A job is done when it is asked for: none is ever under way.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace localorg::api {

// A table of texts: what CSV bodies hold.
struct CsvTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

// One record of an ingest job or of a batch, and what became of it.
struct JobRow {
  std::vector<std::string> values;  // as uploaded, by the batch's columns
  std::string id;
  bool created = false;
  std::optional<SalesforceError> error;
};

// A batch of a Bulk 1 job, or the one upload of a Bulk 2 job.
struct JobBatch {
  std::string id;
  std::string state;
  std::string message;  // why it failed
  std::string request;  // as uploaded
  std::vector<std::string> columns;
  std::vector<JobRow> rows;
  std::vector<std::string> records;  // of a query, as JSON
  CsvTable table;                    // of a query, as CSV
  std::string result_id;             // of a query
};

struct Job {
  std::string id;
  std::string kind;  // query, ingest, bulk1
  std::string operation;
  std::string object;
  std::string query;
  std::string external_id_field;
  std::string state;
  std::string content_type = "CSV";
  std::string line_ending = "LF";
  std::string column_delimiter = "COMMA";
  std::string api_version;
  std::string concurrency = "Parallel";
  std::string error;
  std::string created;  // dateTime
  std::string modified;
  std::vector<JobBatch> batches;
};

class Jobs {
 public:
  // Keeps a new job and gives it an Id (750...).
  Job& add(Job job);
  // By Id with 15 or 18 characters, and kind; null if there is none.
  Job* find(std::string_view id, std::string_view kind);
  void remove(const std::string& id) { jobs_.erase(id); }
  const std::map<std::string, Job>& all() const { return jobs_; }
  std::string next_batch_id();   // 751...
  std::string next_result_id();  // 752...

 private:
  std::map<std::string, Job> jobs_;
  std::uint64_t next_job_ = 1;
  std::uint64_t next_batch_ = 1;
  std::uint64_t next_result_ = 1;
};

}  // namespace localorg::api
