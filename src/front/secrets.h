// Secrets: random bytes, keyed digests, password hashes, signatures.  With serve/tls the only files that know OpenSSL.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace localorg::front {

std::string random_bytes(std::size_t count);
// HMAC-SHA-256: 32 bytes.
std::string keyed_digest(std::string_view key, std::string_view text);

// The same by one key, for what is digested again and again: the key is set up once.  One thread at a time.
class KeyedDigest {
 public:
  explicit KeyedDigest(std::string_view key);
  ~KeyedDigest();
  std::string of(std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The first `count` letters and digits that bytes make; 32 bytes are good for 42 of them.
std::string as_letters(std::string_view bytes, std::size_t count);

std::string base64(std::string_view bytes);
// Both alphabets, with or without padding; nullopt for anything else.
std::optional<std::string> from_base64(std::string_view text);

// Without telling by its time where they differ.
bool equal_secretly(std::string_view a, std::string_view b);

// pbkdf2-sha256$rounds$salt$hash, both in base64.
std::string hash_password(std::string_view password);
bool password_matches(std::string_view hash, std::string_view password);

// Is `signature` that of `text` under RS256, by a key or certificate in PEM?
bool signature_matches(const std::string& pem, std::string_view text, std::string_view signature);

}  // namespace localorg::front
