#include "front/secrets.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/text.h"

namespace localorg::front {
namespace {

constexpr int kRounds = 100'000;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kSaltBytes = 16;
constexpr std::string_view kScheme = "pbkdf2-sha256";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string derive(std::string_view password, std::string_view salt, int rounds) {
  std::string out(kHashBytes, '\0');
  PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), bytes_of(salt), static_cast<int>(salt.size()), rounds,
                    EVP_sha256(), static_cast<int>(out.size()), bytes_of(out));
  return out;
}

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIO> reader(const std::string& pem) { return Owned<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); }

Owned<EVP_PKEY> public_key(const std::string& pem) {
  const Owned<X509> certificate(PEM_read_bio_X509(reader(pem).get(), nullptr, nullptr, nullptr));
  if (certificate) return Owned<EVP_PKEY>(X509_get_pubkey(certificate.get()));
  return Owned<EVP_PKEY>(PEM_read_bio_PUBKEY(reader(pem).get(), nullptr, nullptr, nullptr));
}

int digit_of(char c) {
  if (c == '-') return 62;
  if (c == '_') return 63;
  const std::size_t at = kBase64.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  // Without randomness there are no secrets: nothing sensible can go on.
  if (RAND_bytes(bytes_of(out), static_cast<int>(count)) != 1) std::abort();
  return out;
}

std::string keyed_digest(std::string_view key, std::string_view text) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), bytes_of(out), &size);
  out.resize(size);
  return out;
}

struct KeyedDigest::State {
  Owned<EVP_MAC> mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  Owned<EVP_MAC_CTX> context{EVP_MAC_CTX_new(mac.get())};
};

KeyedDigest::KeyedDigest(std::string_view key) : state_(std::make_unique<State>()) {
  std::string hash = "SHA256";
  const std::array<OSSL_PARAM, 2> options = {OSSL_PARAM_construct_utf8_string("digest", hash.data(), hash.size()),
                                             OSSL_PARAM_construct_end()};
  if (EVP_MAC_init(state_->context.get(), bytes_of(key), key.size(), options.data()) != 1) std::abort();
}

KeyedDigest::~KeyedDigest() = default;

std::string KeyedDigest::of(std::string_view text) {
  std::string out(kHashBytes, '\0');
  std::size_t size = 0;
  EVP_MAC_CTX* context = state_->context.get();
  const bool done = EVP_MAC_init(context, nullptr, 0, nullptr) == 1 &&  // the same key again
                    EVP_MAC_update(context, bytes_of(text), text.size()) == 1 &&
                    EVP_MAC_final(context, bytes_of(out), &size, out.size()) == 1;
  if (!done) std::abort();
  return out;
}

std::string as_letters(std::string_view bytes, std::size_t count) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::vector<unsigned> digits;  // the bytes as one number, base 256, the greatest first
  for (const char byte : bytes) digits.push_back(static_cast<unsigned char>(byte));
  std::string out;
  while (out.size() < count) {
    unsigned rest = 0;
    for (unsigned& digit : digits) {
      const unsigned value = rest * 256 + digit;
      digit = value / static_cast<unsigned>(kLetters.size());
      rest = value % static_cast<unsigned>(kLetters.size());
    }
    out += kLetters[rest];
  }
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(bytes_of(out), bytes_of(bytes), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const int digit = digit_of(c);
    if (digit < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xff);
  }
  return out;
}

bool equal_secretly(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hash_password(std::string_view password) {
  const std::string salt = random_bytes(kSaltBytes);
  return std::string(kScheme) + "$" + std::to_string(kRounds) + "$" + base64(salt) + "$" +
         base64(derive(password, salt, kRounds));
}

bool password_matches(std::string_view hash, std::string_view password) {
  const std::vector<std::string_view> parts = text::split(hash, '$');
  if (parts.size() != 4 || parts[0] != kScheme) return false;
  int rounds = 0;
  const auto [end, fault] = std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), rounds);
  const auto salt = from_base64(parts[2]);
  const auto wanted = from_base64(parts[3]);
  if (fault != std::errc{} || rounds < 1 || rounds > 100 * kRounds || !salt || !wanted) return false;
  return equal_secretly(derive(password, *salt, rounds), *wanted);
}

bool signature_matches(const std::string& pem, std::string_view text, std::string_view signature) {
  const Owned<EVP_PKEY> key = public_key(pem);
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return false;
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text), text.size()) == 1;
}

}  // namespace localorg::front
