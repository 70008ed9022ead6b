#include "api/jobs.h"

#include <utility>

#include "org/id.h"

namespace localorg::api {
namespace {

constexpr std::size_t kMostJobs = 1000;

}  // namespace

Job& Jobs::add(Job job) {
  while (jobs_.size() >= kMostJobs) jobs_.erase(jobs_.begin());  // the oldest: its Id is the least
  job.id = org::make_id("750", "Lo0", next_job_++);
  const std::string id = job.id;
  return jobs_.insert_or_assign(id, std::move(job)).first->second;
}

Job* Jobs::find(std::string_view id, std::string_view kind) {
  const auto normal = org::normalize_id(id);
  const auto found = normal ? jobs_.find(*normal) : jobs_.end();
  return found == jobs_.end() || found->second.kind != kind ? nullptr : &found->second;
}

std::string Jobs::next_batch_id() { return org::make_id("751", "Lo0", next_batch_++); }
std::string Jobs::next_result_id() { return org::make_id("752", "Lo0", next_result_++); }

}  // namespace localorg::api
