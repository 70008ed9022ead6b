// Completion: what may stand at a place in a half-typed query.  No I/O; the shell and the console show it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "org/catalog.h"

namespace localorg::soql {

enum class ProposalKind { keyword, object, field, relationship, child_relationship, function, value };

struct Proposal {
  std::string text;  // in the catalog's spelling; `Owner.` for a relationship, `COUNT(` for a function
  ProposalKind kind;

  friend bool operator==(const Proposal&, const Proposal&) = default;
};

struct Completion {
  std::size_t begin = 0;            // what the proposals would replace: from here to the cursor, the last step of a path
  std::vector<Proposal> proposals;  // names first, by kind and name; none fits: empty
};

// SELECT Account.Ow| FROM Case      Owner.  OwnerId      in place of "Ow"
// SELECT Id FROM Ca|                Case  CaseHistory__c
// ... WHERE Status = |              'New'  'Working'  ...
// After SELECT come the fields of FROM's object, wherever FROM stands; without FROM those of all objects that begin with
// what is typed.  WHERE has only the fields that can be filtered by, ORDER BY those that can be sorted by, and so on.
Completion complete(std::string_view query, std::size_t cursor, const org::Catalog& catalog);

// What to put in place of [begin, cursor): the beginning that all proposals share, and a blank behind the only one if that
// is a word of its own.
std::string insertion(const Completion& completion);

}  // namespace localorg::soql
