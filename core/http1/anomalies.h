#pragma once

#include "core/base/anomaly.h"

namespace hark::http1 {

/// Bytes where a message should begin that are none; skipped up to the next start line.
inline constexpr base::AnomalyCode kNotAMessage{"http1-not-a-message"};
/// The head ended before its empty line: the connection or capture ended, or bytes are missing.
inline constexpr base::AnomalyCode kHeadCut{"http1-head-cut"};
/// Longer than Limits::headBytes; the message is skipped.
inline constexpr base::AnomalyCode kHeadTooLarge{"http1-head-too-large"};
/// More than Limits::fieldLines; the rest is in the head's bytes only.
inline constexpr base::AnomalyCode kTooManyFieldLines{"http1-too-many-field-lines"};
/// RFC 9112 section 5.2.
inline constexpr base::AnomalyCode kObsoleteFold{"http1-obsolete-fold"};
/// No colon, no name, or white space before the colon (RFC 9112 section 5.1).
inline constexpr base::AnomalyCode kFieldLineMalformed{"http1-field-line-malformed"};
/// The start line has white space or a version that the grammar doesn't allow (RFC 9112 section 3).
inline constexpr base::AnomalyCode kStartLineMalformed{"http1-start-line-malformed"};
/// Both framings in one message; Transfer-Encoding counts (RFC 9112 section 6.3 rule 3).
inline constexpr base::AnomalyCode kTwoFramings{"http1-transfer-encoding-and-content-length"};
/// A Transfer-Encoding whose last coding is not chunked, or one in HTTP/1.0 (section 6.1).
inline constexpr base::AnomalyCode kTransferEncodingFaulty{"http1-transfer-encoding-faulty"};
/// Not a number (RFC 9112 section 6.3 rule 5).
inline constexpr base::AnomalyCode kContentLengthInvalid{"http1-content-length-invalid"};
/// Several different numbers; the first counts.
inline constexpr base::AnomalyCode kContentLengthsDiffer{"http1-content-lengths-differ"};
/// RFC 9112 section 7.1; the rest of the message can't be framed.
inline constexpr base::AnomalyCode kChunkMalformed{"http1-chunk-malformed"};
/// Bytes are missing where framing was; what follows up to the next start line is not understood.
inline constexpr base::AnomalyCode kFramingLost{"http1-framing-lost"};
/// Requests awaiting a response beyond Limits::outstanding.
inline constexpr base::AnomalyCode kTooManyOutstanding{"http1-too-many-outstanding"};

}  // namespace hark::http1
