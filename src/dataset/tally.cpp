#include "dataset/tally.h"

#include "base/text.h"

namespace localorg::dataset {
namespace {

constexpr std::size_t kExamples = 3;

std::string_view sentence(Oddity oddity) {
  switch (oddity) {
    case Oddity::wrong_checksum: return "Ids whose checksum does not fit their spelling, taken";
    case Oddity::other_prefix: return "Ids without the key prefix of the object, taken";
    case Oddity::too_long: return "texts longer than the field, taken whole";
    case Oddity::compound: return "values not imported, because the field is made of other fields";
    case Oddity::recomputed: return "values replaced by what the org computes";
  }
  return "";
}

}  // namespace

void Tally::add(const OddValue& value) {
  Count& count = counts_[{value.field, value.oddity}];
  ++count.count;
  if (count.examples.size() < kExamples) count.examples.push_back(value.example);
}

std::vector<std::string> Tally::sentences() const {
  std::vector<std::string> out;
  for (const auto& [key, count] : counts_) {
    const auto& [field, oddity] = key;
    out.push_back(field + ": " + std::to_string(count.count) + " " + std::string(sentence(oddity)) + ": " +
                  text::join(count.examples, ", ") + (count.count > kExamples ? ", ..." : ""));
  }
  return out;
}

}  // namespace localorg::dataset
