#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/query/case.h"

namespace hark::cli {

/// One line that says why a case shows no exchange: what its connections carried instead, or that
/// nothing in it could be read.
[[nodiscard]] std::string emptinessExplanation(query::Case& from);

/// One line that says why `hark sessions` shows nothing.
[[nodiscard]] std::string sessionlessExplanation(query::Case& from, bool hasFilter);

/// Why a case is partial: "interrupted".
[[nodiscard]] std::string partialReason(const query::Provenance& provenance);

/// "214 of 230 connections are encrypted (TLS)", and the like; empty where all were understood.
[[nodiscard]] std::string notUnderstood(const query::Statistics& statistics);

}  // namespace hark::cli
