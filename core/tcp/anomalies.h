#pragma once

#include "core/base/anomaly.h"

namespace hark::tcp {

/// A retransmission or an overlapping segment has other bytes than the first one; the first counts.
/// Of bytes that were handed on, seen as far as Limits::recentSegments reaches.
inline constexpr base::AnomalyCode kOverlapDiffers{"tcp-overlap-differs"};
/// A RST whose sequence number no receiver would accept (RFC 9293 section 3.10.7.4, RFC 5961
/// section 3.2); ignored.
inline constexpr base::AnomalyCode kResetOutOfWindow{"tcp-reset-out-of-window"};
/// Bytes beyond the FIN's sequence number; ignored.
inline constexpr base::AnomalyCode kDataAfterFin{"tcp-data-after-fin"};
/// A FIN before bytes that were sent as well; not believed, or not any more.
inline constexpr base::AnomalyCode kFinBeforeData{"tcp-fin-before-data"};
/// A SYN in the middle of a connection to which nobody answered; ignored.
inline constexpr base::AnomalyCode kStraySyn{"tcp-stray-syn"};
/// Bytes further ahead than any window allowed; not believed until another packet agrees.
inline constexpr base::AnomalyCode kBeyondWindow{"tcp-beyond-window"};
/// An acknowledgment of bytes that no window could hold; not believed until another packet agrees.
inline constexpr base::AnomalyCode kImpossibleAck{"tcp-impossible-ack"};
/// Too much was waiting behind a hole; the hole was given up.
inline constexpr base::AnomalyCode kWaitingLimit{"tcp-waiting-limit"};
/// Urgent data (RFC 9293 section 3.8.5). They stay where they are in the stream, but many receivers
/// take the last urgent octet out of it (RFC 6093 section 3.1), and so read something else. Once
/// for each place to which a direction's urgent pointer moves on.
inline constexpr base::AnomalyCode kUrgent{"tcp-urgent"};
/// Zeros behind a bare ACK that its sender never sent as data: padding of an Ethernet frame that
/// was counted into the IP packet; left out. Once for a connection.
inline constexpr base::AnomalyCode kPaddingAsData{"tcp-padding-as-data"};

}  // namespace hark::tcp
