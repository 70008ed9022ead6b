// Every resource's function, family by family.  The table of them is in handle.cpp.
#pragma once

#include "api/call.h"

namespace localorg::api {

// query.cpp
Response get_query(const Call& call);
Response get_query_all(const Call& call);
Response get_next_records(const Call& call);

// search.cpp
Response get_search(const Call& call);
Response get_parameterized_search(const Call& call);
Response post_parameterized_search(const Call& call);

// org_info.cpp: what the server says of itself
Response get_resources(const Call& call);
Response get_limits(const Call& call);
Response get_record_count(const Call& call);
Response get_recent(const Call& call);
Response get_empty_list(const Call& call);
Response get_theme(const Call& call);

// objects.cpp
Response get_sobjects(const Call& call);
Response get_sobject(const Call& call);
Response get_describe(const Call& call);
Response get_layouts(const Call& call);
Response get_updated(const Call& call);
Response get_deleted(const Call& call);

// records.cpp
Response post_record(const Call& call);
Response get_record(const Call& call);
Response patch_record(const Call& call);
Response delete_record(const Call& call);
Response get_by_key(const Call& call);  // or a relationship of a record
Response patch_by_key(const Call& call);
Response delete_by_key(const Call& call);

// collections.cpp
Response post_collection(const Call& call);
Response patch_collection(const Call& call);
Response delete_collection(const Call& call);
Response patch_collection_by_key(const Call& call);
Response get_collection(const Call& call);
Response post_retrieve(const Call& call);

// composite.cpp, composite_tree.cpp
Response get_composite(const Call& call);
Response post_composite(const Call& call);
Response post_batch(const Call& call);
Response post_graph(const Call& call);
Response post_tree(const Call& call);

// query_jobs.cpp
Response post_query_job(const Call& call);
Response get_query_jobs(const Call& call);
Response get_query_job(const Call& call);
Response patch_query_job(const Call& call);
Response delete_query_job(const Call& call);
Response get_query_job_results(const Call& call);

// ingest_jobs.cpp
Response post_ingest_job(const Call& call);
Response get_ingest_jobs(const Call& call);
Response get_ingest_job(const Call& call);
Response put_ingest_batches(const Call& call);
Response patch_ingest_job(const Call& call);
Response delete_ingest_job(const Call& call);
Response get_ingest_results(const Call& call);

// bulk_one.cpp: paths below /services/async/{version}
Response handle_bulk_one(Session& session, const Request& request);

}  // namespace localorg::api
