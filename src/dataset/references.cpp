#include "dataset/references.h"

#include <algorithm>

namespace localorg::dataset {
namespace {

constexpr std::size_t kExamples = 3;

bool is_among(const std::vector<const org::SObject*>& objects, const org::SObject* object) {
  return std::find(objects.begin(), objects.end(), object) != objects.end();
}

}  // namespace

void References::add(const org::Record& record) {
  records_.emplace(std::get<std::string>(record["Id"]), record.object);
  for (const org::Field& field : record.object->fields) {
    const auto* id = std::get_if<std::string>(&record.values[field.index]);
    if (id != nullptr && !field.targets.empty()) ++pointed_to_[&field][*id];
  }
}

std::vector<DanglingReferences> References::dangling(const org::Catalog& catalog) const {
  std::vector<DanglingReferences> out;
  for (const org::SObject& object : catalog.objects()) {
    for (const org::Field& field : object.fields) {
      const auto references = pointed_to_.find(&field);
      if (references == pointed_to_.end()) continue;
      DanglingReferences missing{object.name + "." + field.name, 0, {}};
      for (const auto& [id, count] : references->second) {
        const auto record = records_.find(id);
        if (record != records_.end() && is_among(field.targets, record->second)) continue;
        missing.count += count;
        missing.examples.push_back(id);
      }
      if (missing.count == 0) continue;
      std::sort(missing.examples.begin(), missing.examples.end());
      missing.examples.resize(std::min(missing.examples.size(), kExamples));
      out.push_back(std::move(missing));
    }
  }
  return out;
}

}  // namespace localorg::dataset
