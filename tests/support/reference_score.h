// Which texts a search finds and how well each fits: the formula of store/score.h, worked out word by word.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/reference_words.h"

namespace localorg::reference {

// A record's texts cut into words.
struct Document {
  struct Field {
    std::vector<std::string> words;
    bool is_name = false;      // its hits weigh more
    bool is_searched = false;  // else it counts for the length alone
  };
  std::string id;
  std::vector<Field> fields;
};

// The score of each document that matches, by Id.
std::map<std::string, std::int64_t> scores_of(const Words& words, const std::vector<Document>& documents);

}  // namespace localorg::reference
