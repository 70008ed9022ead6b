// Values kept by the text they were made from, the latest used longest.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace localorg {

// Bounded in number and in bytes, as its user counts them; the newest value stays in any case.
template <typename Value>
class TextCache {
 public:
  TextCache(std::size_t max_entries, std::size_t max_bytes) : max_entries_(max_entries), max_bytes_(max_bytes) {}

  // Null if there is none.
  Value* find(std::string_view text) {
    const auto known = by_text_.find(text);
    if (known == by_text_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, known->second);
    return &known->second->value;
  }

  // Good until the next put().  One that cannot be used again is kept as long, but not found.
  Value& put(std::string text, Value value, std::size_t bytes, bool may_be_found) {
    entries_.push_front({std::move(text), std::move(value), bytes});
    if (may_be_found) by_text_[entries_.front().text] = entries_.begin();
    bytes_ += bytes;
    while ((entries_.size() > max_entries_ || bytes_ > max_bytes_) && entries_.size() > 1) drop_oldest();
    return entries_.front().value;
  }

 private:
  struct Entry {
    std::string text;
    Value value;
    std::size_t bytes;
  };

  void drop_oldest() {
    const auto last = std::prev(entries_.end());
    bytes_ -= last->bytes;
    const auto found = by_text_.find(last->text);
    if (found != by_text_.end() && found->second == last) by_text_.erase(found);
    entries_.erase(last);
  }

  std::size_t max_entries_;
  std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  std::list<Entry> entries_;  // the latest used in front
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator> by_text_;
};

}  // namespace localorg
