#include "serve/certificates.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

namespace localorg::serve {
namespace {

namespace fs = std::filesystem;

constexpr long kDay = 24 * 60 * 60;
constexpr long kAuthorityDays = 3650;
constexpr long kLeafDays = 397;  // what browsers take at most
constexpr long kRenewDays = 30;

constexpr const char* kNames =
    "DNS:localhost,IP:127.0.0.1,IP:::1,DNS:login.salesforce.com,DNS:test.salesforce.com,DNS:*.my.salesforce.com,"
    "DNS:*.sandbox.my.salesforce.com,DNS:*.salesforce.com,DNS:*.force.com";

// Where systems keep their authorities.
constexpr std::array<const char*, 5> kSystemBundles = {
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem"};

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

struct Pair {
  Owned<X509> certificate;
  Owned<EVP_PKEY> key;
};

SalesforceError unusable(const std::string& path, const std::string& what) {
  return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": " + what);
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Whole or not at all: a reader never sees half of it.
Result<void> write_file(const std::string& path, const std::string& text, mode_t mode) {
  const std::string partial = path + ".partial";
  const int file = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return unusable(path, std::strerror(errno));
  ::fchmod(file, mode);
  const bool is_written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(file);
  if (!is_written || ::rename(partial.c_str(), path.c_str()) != 0) return unusable(path, std::strerror(errno));
  return {};
}

// Held while files are made: two first starts at once make one authority.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder)
      : file_(::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    while (file_ >= 0 && ::flock(file_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  ~FolderLock() {
    if (file_ >= 0) ::close(file_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_;
};

Owned<BIO> reader(const std::string& pem) { return Owned<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); }

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return text_of(bio.get());
}

std::string pem_of(EVP_PKEY* key) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio.get());
}

Pair read_pair(const std::string& certificate_path, const std::string& key_path) {
  const std::string certificate = read_file(certificate_path);
  const std::string key = read_file(key_path);
  return {Owned<X509>(PEM_read_bio_X509(reader(certificate).get(), nullptr, nullptr, nullptr)),
          Owned<EVP_PKEY>(PEM_read_bio_PrivateKey(reader(key).get(), nullptr, nullptr, nullptr))};
}

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  X509_add_ext(certificate, extension.get(), -1);
}

// A fresh key and a certificate for it, not yet signed.
Pair new_pair(const std::string& common_name, long days) {
  Pair pair{Owned<X509>(X509_new()), Owned<EVP_PKEY>(EVP_EC_gen("P-256"))};
  X509* certificate = pair.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  std::array<unsigned char, 16> serial{};
  RAND_bytes(serial.data(), static_cast<int>(serial.size()));
  serial[0] &= 0x7f;
  BIGNUM* number = BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
  BN_free(number);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -kDay);  // a client's clock may be behind
  X509_gmtime_adj(X509_getm_notAfter(certificate), days * kDay);
  X509_set_pubkey(certificate, pair.key.get());
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto add = [&](const char* field, const std::string& value) {
    X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1, 0);
  };
  add("O", "localorg");
  add("CN", common_name);
  return pair;
}

Pair make_authority() {
  Pair pair = new_pair("localorg certificate authority", kAuthorityDays);
  X509* certificate = pair.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
  X509_sign(certificate, pair.key.get(), EVP_sha256());
  return pair;
}

Pair make_leaf(const Pair& authority) {
  Pair pair = new_pair("localhost", kLeafDays);
  X509* certificate = pair.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(authority.certificate.get()));
  add_extension(certificate, authority.certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate, authority.certificate.get(), NID_key_usage, "critical,digitalSignature");
  add_extension(certificate, authority.certificate.get(), NID_ext_key_usage, "serverAuth");
  add_extension(certificate, authority.certificate.get(), NID_subject_alt_name, kNames);
  add_extension(certificate, authority.certificate.get(), NID_subject_key_identifier, "hash");
  add_extension(certificate, authority.certificate.get(), NID_authority_key_identifier, "keyid");
  X509_sign(certificate, authority.key.get(), EVP_sha256());
  return pair;
}

bool lasts(const Pair& pair) {
  if (!pair.certificate || !pair.key) return false;
  time_t soon = ::time(nullptr) + kRenewDays * kDay;
  return X509_cmp_time(X509_get0_notAfter(pair.certificate.get()), &soon) > 0;
}

Result<void> write_pair(const Pair& pair, const std::string& certificate_path, const std::string& key_path) {
  LOCALORG_CHECK(write_file(key_path, pem_of(pair.key.get()), 0600));
  return write_file(certificate_path, pem_of(pair.certificate.get()), 0644);
}

std::string system_authorities() {
  for (const char* path : kSystemBundles) {
    if (std::string text = read_file(path); !text.empty()) return text;
  }
  return "";
}

Result<void> make_folder(const std::string& folder) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault) return unusable(folder, fault.message());
  return {};
}

}  // namespace

Result<Certificates> certificates_in(const std::string& folder) {
  LOCALORG_CHECK(make_folder(folder));
  const FolderLock lock(folder);
  const Certificates files{folder + "/ca.pem", folder + "/bundle.pem", folder + "/server.pem", folder + "/server-key.pem"};
  const std::string authority_key = folder + "/ca-key.pem";
  Pair authority = read_pair(files.ca, authority_key);
  const bool is_new = !lasts(authority);
  if (is_new) {
    authority = make_authority();
    LOCALORG_CHECK(write_pair(authority, files.ca, authority_key));
  }
  const Pair leaf = read_pair(files.chain, files.key);
  if (is_new || !lasts(leaf) || X509_verify(leaf.certificate.get(), authority.key.get()) != 1) {
    LOCALORG_CHECK(write_pair(make_leaf(authority), files.chain, files.key));
  }
  const std::string bundle = system_authorities() + pem_of(authority.certificate.get());
  if (read_file(files.bundle) != bundle) LOCALORG_CHECK(write_file(files.bundle, bundle, 0644));
  return files;
}

Result<std::string> secret_in(const std::string& folder) {
  constexpr std::size_t kBytes = 32;
  LOCALORG_CHECK(make_folder(folder));
  const FolderLock lock(folder);
  const std::string path = folder + "/secret";
  std::string secret = read_file(path);
  if (secret.size() == kBytes) return secret;
  secret.assign(kBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(secret.data()), static_cast<int>(kBytes)) != 1) {
    return unusable(path, "no randomness");
  }
  LOCALORG_CHECK(write_file(path, secret, 0600));
  return secret;
}

}  // namespace localorg::serve
