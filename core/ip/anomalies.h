#pragma once

#include "core/base/anomaly.h"

namespace hark::ip {

/// Fragments of one datagram claim the same bytes differently, or overlap without being the same.
/// The bytes that came first are kept.
inline constexpr base::AnomalyCode kFragmentOverlap{"ip-fragment-overlap"};
/// A fragment reaches behind the end that another one set, or sets another end.
inline constexpr base::AnomalyCode kFragmentEnd{"ip-fragment-end-conflict"};
/// A fragment reaches behind the largest datagram there can be.
inline constexpr base::AnomalyCode kFragmentTooLong{"ip-fragment-too-long"};

}  // namespace hark::ip
