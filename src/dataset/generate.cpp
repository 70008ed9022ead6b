#include "dataset/generate.h"
namespace localorg::dataset {
Result<void> generate(const GenerateOptions&, const org::Catalog&, const std::string&, const Progress&) { return not_in_sandbox("generate"); }
}
