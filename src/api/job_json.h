// Bulk 2.0 jobs as JSON.
#pragma once

#include "api/call.h"
#include "api/jobs.h"

namespace localorg::api {

// What both kinds of jobs take from their making: operation, columnDelimiter, lineEnding, contentType.
Result<Job> job_from(const Call& call, const Json& body);
Json job_json(const Call& call, const Job& job);

}  // namespace localorg::api
