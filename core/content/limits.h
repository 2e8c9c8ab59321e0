#pragma once

#include <cstddef>

namespace hark::content {

// What a content can make its readers do and keep. All of them run in one pass, over at most the
// bytes that they are given; what lies behind a limit is passed over.

/// Parameters of one form or query; PHP takes 1,000, Tomcat 10,000.
inline constexpr std::size_t kMaximumParameters = 10'000;
/// Parts of one multipart content; PHP takes 1,000 fields and 20 files.
inline constexpr std::size_t kMaximumParts = 2'000;
/// The head of one part; browsers send some 150 bytes, Tomcat takes 512.
inline constexpr std::size_t kMaximumPartHead = 8U << 10U;
/// A boundary (RFC 2046 section 5.1.1 allows 70).
inline constexpr std::size_t kMaximumBoundary = 256;

/// Nesting of a JSON text; what carries credentials has less than ten.
inline constexpr std::size_t kMaximumJsonDepth = 64;
/// Scalars of a JSON text; a list of a thousand rows of thirty columns goes through.
inline constexpr std::size_t kMaximumJsonValues = 100'000;
/// The path of keys to a value; longer ones are cut.
inline constexpr std::size_t kMaximumJsonPath = 1024;

/// Attributes of one tag; browsers take any number, pages have up to thirty.
inline constexpr std::size_t kMaximumAttributes = 256;

/// A JSON Web Token or another signed value; it has to go through a head of 8 KiB in most servers.
inline constexpr std::size_t kMaximumTokenOctets = 32U << 10U;

}  // namespace hark::content
