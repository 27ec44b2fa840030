// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "attest/private_key_file.hpp"
#include "ledger/encoding.hpp"
#include "private_key.hpp"

namespace attest {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPassphraseBytesMin = 8;
constexpr std::size_t kPassphraseBytesMax = 1'024;  // OpenSSL's programs read no longer ones
constexpr std::size_t kKeyFileBytesMax = 16'384;
// scrypt's cost: 16 MiB of memory. OpenSSL opens files of up to 32 MiB, so this is the most it reads by itself.
constexpr std::uint64_t kScryptN = 16'384;
constexpr std::uint64_t kScryptR = 8;
constexpr std::uint64_t kScryptP = 1;

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<Error> system_failure(const fs::path& file, const char* what) {
  return ledger::fail(Code::kStorage, std::string(what) + ": " + std::strerror(errno), file.string());
}

// Null unless `der` is that and nothing else.
Pkcs8Owner pkcs8_of(ByteView der) {
  const unsigned char* at = der.data();
  Pkcs8Owner key{d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size()))};
  if (key && at != der.data() + der.size()) key.reset();
  ERR_clear_error();
  return key;
}

Result<std::string> to_pem(Pkcs8Owner plain, std::string_view passphrase) {
  Bytes salt = random_bytes(16);
  AlgorithmOwner scheme{PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), salt.data(), static_cast<int>(salt.size()), nullptr,
                                              kScryptN, kScryptR, kScryptP)};
  if (plain && scheme) {
    const EncryptedPkcs8Owner encrypted{
        PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), plain.get(), scheme.get())};
    if (encrypted) {
      static_cast<void>(scheme.release());  // it belongs to `encrypted` now
      const BioOwner out{BIO_new(BIO_s_mem())};
      char* text = nullptr;
      if (out && PEM_write_bio_PKCS8(out.get(), encrypted.get()) == 1) {
        const long size = BIO_get_mem_data(out.get(), &text);
        return std::string(text, static_cast<std::size_t>(size));
      }
    }
  }
  ERR_clear_error();
  return ledger::fail(Code::kKey, "the key could not be encrypted");
}

Result<void> write_synced(const fs::path& file, std::string_view content) {
  const FileDescriptor fd(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (fd.get() < 0) return system_failure(file, "the key file cannot be made");
  std::string_view rest = content;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return system_failure(file, "the key file cannot be written");
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(fd.get()) != 0) return system_failure(file, "the key file cannot be synced");
  return {};
}

Result<void> sync_directory(const fs::path& directory) {
  const FileDescriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) return system_failure(directory, "the folder cannot be synced");
  return {};
}

// link() refuses an existing name in the same step in which it makes it, as rename() would not.
Result<void> put_in_place(const fs::path& temporary, const fs::path& file) {
  if (::link(temporary.c_str(), file.c_str()) == 0) return {};
  if (errno != EEXIST) return system_failure(file, "the key file cannot be made");
  return ledger::fail(Code::kInvalid, "the key file exists already; choose another name", file.string());
}

Result<std::string> read_pem(const fs::path& file) {
  std::error_code ec;
  if (!fs::exists(file, ec)) return ledger::fail(Code::kNotFound, "no such key file", file.string());
  std::ifstream in(file, std::ios::binary);
  std::string pem(kKeyFileBytesMax, '\0');
  if (!in.is_open()) return ledger::fail(Code::kStorage, "the key file cannot be opened", file.string());
  in.read(pem.data(), static_cast<std::streamsize>(pem.size()));
  if (in.bad() || (in.fail() && !in.eof())) {
    return ledger::fail(Code::kStorage, "the key file cannot be read", file.string());
  }
  if (!in.eof()) return ledger::fail(Code::kKey, "the key file is too large to be one of ours", file.string());
  pem.resize(static_cast<std::size_t>(in.gcount()));
  return pem;
}

Result<void> check_passphrase(std::string_view passphrase) {
  if (passphrase.size() < kPassphraseBytesMin) {
    return ledger::fail(Code::kInvalid, "the passphrase needs at least 8 characters", "passphrase");
  }
  if (passphrase.size() >= kPassphraseBytesMax) {
    return ledger::fail(Code::kInvalid, "the passphrase is longer than 1023 bytes", "passphrase");
  }
  return {};
}

Result<void> write_pkcs8(const fs::path& file, Pkcs8Owner plain, std::string_view passphrase) {
  if (auto good = check_passphrase(passphrase); !good) return good;
  const Result<std::string> pem = to_pem(std::move(plain), passphrase);
  if (!pem) return tl::unexpected<Error>(pem.error());
  fs::path directory = file.parent_path();
  if (directory.empty()) directory = ".";
  const fs::path temporary =
      directory / ("." + file.filename().string() + "." + ledger::hex_encode(random_bytes(8)) + ".new");
  Result<void> done = write_synced(temporary, *pem);
  if (done) done = put_in_place(temporary, file);
  ::unlink(temporary.c_str());
  if (done) done = sync_directory(directory);
  return done;
}

Result<Pkcs8Owner> read_pkcs8(const fs::path& file, std::string_view passphrase) {
  const Result<std::string> pem = read_pem(file);
  if (!pem) return tl::unexpected<Error>(pem.error());
  const BioOwner in{BIO_new_mem_buf(pem->data(), static_cast<int>(pem->size()))};
  const EncryptedPkcs8Owner encrypted{in ? PEM_read_bio_PKCS8(in.get(), nullptr, nullptr, nullptr) : nullptr};
  if (!encrypted) {
    ERR_clear_error();
    return ledger::fail(Code::kKey, "not an encrypted private key (PKCS#8, PEM)", file.string());
  }
  Pkcs8Owner plain{PKCS8_decrypt(encrypted.get(), passphrase.data(), static_cast<int>(passphrase.size()))};
  ERR_clear_error();
  if (!plain) return ledger::fail(Code::kKey, "the passphrase does not open the key file", file.string());
  return plain;
}

}  // namespace

Result<void> write_key_file(const fs::path& file, const Signer& signer, std::string_view passphrase) {
  if (auto good = check_passphrase(passphrase); !good) return good;
  const auto* private_key = dynamic_cast<const PrivateKey*>(&signer);
  if (private_key == nullptr) return ledger::fail(Code::kInvalid, "this signer's key does not leave its place");
  return write_pkcs8(file, Pkcs8Owner(EVP_PKEY2PKCS8(private_key->key())), passphrase);
}

Result<std::unique_ptr<Signer>> read_key_file(const fs::path& file, std::string_view passphrase) {
  const Result<Pkcs8Owner> plain = read_pkcs8(file, passphrase);
  if (!plain) return tl::unexpected<Error>(plain.error());
  KeyOwner key{EVP_PKCS82PKEY(plain->get())};
  ERR_clear_error();
  if (!key) return ledger::fail(Code::kKey, "the key file holds no private key that can be read", file.string());
  return PrivateKey::from(std::move(key));
}

Secret::~Secret() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

Result<void> write_private_key(const fs::path& file, const Secret& key, std::string_view passphrase) {
  Pkcs8Owner plain = pkcs8_of(key.view());
  if (!plain) return ledger::fail(Code::kKey, "not a private key (PKCS#8, DER)");
  return write_pkcs8(file, std::move(plain), passphrase);
}

Result<Secret> read_private_key(const fs::path& file, std::string_view passphrase) {
  const Result<Pkcs8Owner> plain = read_pkcs8(file, passphrase);
  if (!plain) return tl::unexpected<Error>(plain.error());
  Bytes der(static_cast<std::size_t>(std::max(0, i2d_PKCS8_PRIV_KEY_INFO(plain->get(), nullptr))));
  unsigned char* at = der.data();
  if (der.empty() || i2d_PKCS8_PRIV_KEY_INFO(plain->get(), &at) <= 0) {
    return ledger::fail(Code::kKey, "the key file holds no private key that can be read", file.string());
  }
  return Secret(std::move(der));
}

}  // namespace attest
