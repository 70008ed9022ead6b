// Result<T>: a value or a SalesforceError.  Named like C++23's std::expected, so that it can become an alias of it.
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

#include "base/error.h"

namespace localorg {

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(SalesforceError error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & { return checked<0>(state_); }
  const T& value() const& { return checked<0>(state_); }
  T&& value() && { return std::move(checked<0>(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  SalesforceError& error() & { return checked<1>(state_); }
  const SalesforceError& error() const& { return checked<1>(state_); }
  SalesforceError&& error() && { return std::move(checked<1>(state_)); }

 private:
  template <std::size_t index, typename State>
  static auto& checked(State& state) {
    assert(state.index() == index);
    return *std::get_if<index>(&state);
  }

  std::variant<T, SalesforceError> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(SalesforceError error) : error_(std::move(error)) {}

  bool has_value() const { return !error_.has_value(); }
  explicit operator bool() const { return has_value(); }
  SalesforceError& error() & { return *error_; }
  const SalesforceError& error() const& { return *error_; }
  SalesforceError&& error() && { return *std::move(error_); }

 private:
  std::optional<SalesforceError> error_;
};

}  // namespace localorg

#define LOCALORG_CONCAT_(a, b) a##b
#define LOCALORG_CONCAT(a, b) LOCALORG_CONCAT_(a, b)

// LOCALORG_TRY(auto bound, bind(query, catalog, clock));  declares `bound`, or returns the error to the caller.
#define LOCALORG_TRY(declaration, expression) \
  LOCALORG_TRY_(declaration, expression, LOCALORG_CONCAT(localorg_result_, __LINE__))
#define LOCALORG_TRY_(declaration, expression, result) \
  auto result = (expression);                          \
  if (!result) return std::move(result).error();       \
  declaration = *std::move(result)

// LOCALORG_CHECK(validate(record));  for Result<void>: goes on, or returns the error to the caller.
#define LOCALORG_CHECK(expression)                                 \
  do {                                                             \
    if (auto localorg_checked = (expression); !localorg_checked) { \
      return std::move(localorg_checked).error();                  \
    }                                                              \
  } while (false)
