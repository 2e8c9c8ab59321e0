#pragma once

// XXH3 in the widest vector code that the processor has: the library chooses at run time where it
// can, which is on x86-64; elsewhere there is one kind.
#if defined(__x86_64__)
#include <xxh_x86dispatch.h>
#else
#include <xxhash.h>
#endif
