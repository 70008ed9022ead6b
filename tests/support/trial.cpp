#include "support/trial.h"

#include <algorithm>
#include <stdexcept>

#include "api/render.h"
#include "base/json.h"
#include "soql/bind.h"
#include "soql/parse.h"
#include "soql/unparse.h"
#include "support/reference_text.h"
#include "support/temp_folder.h"

namespace localorg::test {
namespace {

constexpr const char* kVersion = "59.0";

// A broken test set-up is no finding: it ends the run.
template <typename T>
T needed(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

// The body with the texts of some keys folded, to compare where the spelling is open.
std::string folded_body(const std::string& body, const std::set<std::string>& keys) {
  Json json = Json::parse(body);
  for (Json& record : json["records"]) {
    for (const std::string& key : keys) {
      if (!record[key].is_string()) continue;
      std::string out;
      for (const char32_t c : reference::folded(record[key].get<std::string>()))
        out += std::to_string(static_cast<unsigned>(c)) + " ";
      record[key] = out;
    }
  }
  return json.dump();
}

bool is_same_answer(const std::string& a, const std::string& b, const std::set<std::string>& loose_keys) {
  if (a == b || loose_keys.empty()) return a == b;
  return folded_body(a, loose_keys) == folded_body(b, loose_keys);
}

std::string body_of(const Result<std::string>& answer, const std::string& query) {
  return answer ? *answer : api::render_error(answer.error(), soql::statement_of(query));
}

}  // namespace

Trial::Trial(std::uint64_t seed, OrgSize size) : Trial(needed(generate_org(seed, size)), seed) {}

Trial::Trial(GeneratedOrg org, std::uint64_t seed) : seed_(seed), org_(std::move(org)) {
  const TempFolder folder;
  const std::string path = folder / "org.db";
  if (auto written = write_org(org_, path); !written) throw std::runtime_error(written.error().message);
  open_ = std::make_unique<store::OpenOrg>(needed(store::open_org(path, store::Access::image)));
  engine_ = std::make_unique<soql::Engine>(*open_, org::Clock(org_.now_ms));
}

std::string Trial::query(std::uint64_t number) const {
  Random random(seed_ * 1'000'003 + number);
  return generate_query(org_, random);
}

std::string Trial::report(const std::string& query, const std::string& what) const {
  return "org " + std::to_string(seed_) + ", zone " + org_.meta.at("timeZoneSidKey") + "\n" + query + "\n" + what + "\n";
}

Result<std::string> Trial::engine_answer(const std::string& query, bool with_deleted) {
  LOCALORG_TRY(soql::PreparedPlan * prepared,
               soql::query(*engine_, query, with_deleted ? soql::Rows::with_deleted : soql::Rows::live));
  if (prepared->plan.kind == soql::ResultKind::count) {
    LOCALORG_TRY(const std::size_t count, api::render_count(*prepared));
    return api::render_envelope(count, "");
  }
  LOCALORG_TRY(const api::RenderedRecords records, api::render_records(*prepared, kVersion));
  return api::render_envelope(records.size(), records.text);
}

bool Trial::is_valid(const std::string& query) const {
  const auto parsed = soql::parse(soql::statement_of(query));
  return parsed && soql::bind(*parsed, *org_.catalog, engine_->viewer());
}

std::optional<std::string> Trial::disagreement(const std::string& query, bool with_deleted) {
  const auto parsed = soql::parse(soql::statement_of(query));
  if (!parsed) return report(query, "does not parse: " + parsed.error().message);
  const auto again = soql::parse(soql::unparse(*parsed));
  if (!again || *again != *parsed) return report(query, "is not what it prints: " + soql::unparse(*parsed));
  const auto bound = soql::bind(*parsed, *org_.catalog, engine_->viewer());
  if (!bound) return report(query, "does not bind: " + message_on_wire(bound.error(), query));

  const auto wanted = reference::answer(*bound, org_.records, with_deleted, kVersion);
  const auto got = engine_answer(query, with_deleted);
  const bool both = wanted.has_value() && got.has_value();
  const bool agree = both ? is_same_answer(*got, *wanted, reference::loosely_spelled_keys(*bound))
                          : body_of(got, query) == body_of(wanted, query);
  if (agree) return std::nullopt;
  return report(query,
                (with_deleted ? "with deleted records\n" : "") + where_they_part(body_of(got, query), body_of(wanted, query)));
}

std::optional<std::string> Trial::misbehaviour(const std::string& query) {
  const auto got = engine_answer(query, false);
  const std::string body = body_of(got, query);
  if (!Json::accept(body)) return report(query, "gives what is no JSON: " + body);
  if (!got && (got.error().errorCode == ErrorCode::ORG_UNUSABLE || got.error().errorCode == ErrorCode::UNKNOWN_EXCEPTION)) {
    return report(query, "gives an error of ours: " + body);
  }
  const auto parsed = soql::parse(soql::statement_of(query));
  if (!parsed) return std::nullopt;
  const auto again = soql::parse(soql::unparse(*parsed));
  if (!again || *again != *parsed) return report(query, "is not what it prints: " + soql::unparse(*parsed));
  return std::nullopt;
}

std::string mutated(const std::string& query, const std::string& other, Random& random) {
  std::string out = query;
  const auto some = [&](const std::string& text) { return text.empty() ? 0 : random.below(text.size()); };
  for (std::size_t i = 1 + random.below(4); i > 0 && !out.empty(); --i) {
    const std::size_t at = some(out);
    const std::size_t count = 1 + random.below(random.chance(70) ? 3 : 30);
    switch (random.below(6)) {
      case 0: out.erase(at, count); break;
      case 1: std::swap(out[at], out[some(out)]); break;
      case 2: out.insert(at, out.substr(at, count)); break;
      case 3: out[at] = static_cast<char>(random.below(256)); break;
      case 4: out.insert(at, other.substr(some(other), count)); break;
      default:
        out.insert(at, random.pick(std::vector<std::string>{"'", "(", ")", ",", " ", ".", "\\", "NOT ", " AND ", "null", "-1",
                                                            "\"", "%", ":", "é", "9"}));
        break;
    }
  }
  return out;
}

std::string where_they_part(const std::string& engine, const std::string& reference) {
  const auto size = std::min(engine.size(), reference.size());
  const auto at = static_cast<std::size_t>(
      std::mismatch(engine.begin(), engine.begin() + static_cast<std::ptrdiff_t>(size), reference.begin()).first -
      engine.begin());
  const std::size_t from = at < 160 ? 0 : at - 160;
  return "engine     ..." + engine.substr(from, 400) + "\nreference  ..." + reference.substr(from, 400);
}

}  // namespace localorg::test
