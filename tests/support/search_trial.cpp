#include "support/search_trial.h"

#include <stdexcept>

#include "api/render.h"
#include "api/search.h"
#include "base/json.h"
#include "soql/parse.h"
#include "sosl/bind.h"
#include "sosl/parse.h"
#include "support/generator_search.h"
#include "support/reference_search.h"
#include "support/temp_folder.h"
#include "support/trial.h"

namespace localorg::test {
namespace {

constexpr const char* kVersion = "59.0";

GeneratedOrg org_with_words(std::uint64_t seed) {
  auto org = generate_org(seed);
  if (!org) throw std::runtime_error(org.error().message);
  Random random(seed);
  fill_with_words(*org, random);
  return *std::move(org);
}

}  // namespace

SearchTrial::SearchTrial(std::uint64_t seed) : seed_(seed), org_(org_with_words(seed)) {
  const TempFolder folder;
  const std::string path = folder / "org.db";
  if (const auto written = write_org(org_, path); !written) throw std::runtime_error(written.error().message);
  auto open = store::open_org(path, store::Access::image);
  if (!open) throw std::runtime_error(open.error().message);
  open_ = std::make_unique<store::OpenOrg>(*std::move(open));
  session_ = std::make_unique<api::Session>(*open_, org::Clock(org_.now_ms));
}

std::string SearchTrial::search(std::uint64_t number) const {
  Random random(seed_ * 1'000'003 + number);
  return generate_search(org_, random);
}

std::optional<std::string> SearchTrial::disagreement(const std::string& search) {
  const auto report = [&](const std::string& what) {
    return "org " + std::to_string(seed_) + "\n" + search + "\n" + what + "\n";
  };
  const auto parsed = sosl::parse(search);
  if (!parsed) return report("does not parse: " + parsed.error().message);
  const auto bound = sosl::bind(*parsed, *org_.catalog, session_->engine().viewer());
  if (!bound) return report("does not bind: " + bound.error().message);
  const std::string wanted = reference::search_answer(*parsed, *bound, org_.records, kVersion);
  const auto got = api::search_body(*session_, search, kVersion);
  const std::string body = got ? *got : api::render_error(got.error(), search);
  if (body == wanted) return std::nullopt;
  return report(where_they_part(body, wanted));
}

std::optional<std::string> SearchTrial::misbehaviour(const std::string& search) {
  const auto got = api::search_body(*session_, search, kVersion);
  const std::string body = got ? *got : api::render_error(got.error(), soql::statement_of(search));
  if (!Json::accept(body)) return search + "\ngives what is no JSON: " + body;
  const bool is_ours =
      !got && (got.error().errorCode == ErrorCode::ORG_UNUSABLE || got.error().errorCode == ErrorCode::UNKNOWN_EXCEPTION);
  if (is_ours) return search + "\ngives an error of ours: " + body;
  return std::nullopt;
}

}  // namespace localorg::test
