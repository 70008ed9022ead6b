// Do the cases of a generated org fit the products that they are about?  No size complaint about a ball, no sole of a watch.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "dataset/bank.h"
#include "dataset/verify.h"
#include "store/org_file.h"

namespace localorg::dataset {

// Adds a finding for cases whose product cannot have their issue, and one for conversations with a word that is said of other
// products only.  Looks into the word bank that the org was made with; orgs from elsewhere are passed over.
Result<void> check_fit(const store::OpenOrg& org, std::vector<Finding>& findings);

// What a product is, by the end of its name: Pro Trail Running Shoes 2 -> Shoes.  Null if the bank has no such noun.
const Noun* noun_of_name(const Bank& bank, std::string_view name);

// The first word of `text` that is said only of products with a trait that the noun lacks; empty if there is none.  Words with
// a capital letter belong to names.
std::string_view misplaced_word(const Bank& bank, const Noun& noun, std::string_view text);

}  // namespace localorg::dataset
