/* Answers `cpuid` as a processor without AVX-512, VNNI and AMX would; to be loaded before everything else.
 *
 * Where a copy of a library has a breakpoint in place of each `cpuid` (benchmarks/masked_cpuid.py), the
 * signal comes here: the processor is asked, and what it has beyond a Haswell is taken out of its answer.
 * The library then chooses the code for a Haswell, which runs at its own speed. */
#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <ucontext.h>

/* AVX512 F, DQ, IFMA, PF, ER, CD, BW, VL. */
#define BEYOND_7_EBX (1u << 16 | 1u << 17 | 1u << 21 | 1u << 26 | 1u << 27 | 1u << 28 | 1u << 30 | 1u << 31)
/* AVX512 VBMI, VBMI2, VNNI, BITALG, VPOPCNTDQ; GFNI, VAES, VPCLMULQDQ. */
#define BEYOND_7_ECX (1u << 1 | 1u << 6 | 1u << 8 | 1u << 9 | 1u << 10 | 1u << 11 | 1u << 12 | 1u << 14)
/* AVX512 4VNNIW, 4FMAPS, VP2INTERSECT, FP16; AMX BF16, TILE, INT8. */
#define BEYOND_7_EDX (1u << 2 | 1u << 3 | 1u << 8 | 1u << 22 | 1u << 23 | 1u << 24 | 1u << 25)
/* AVX-VNNI, AVX512 BF16, AMX FP16, AVX-IFMA; then AVX-VNNI INT8 and INT16, AVX10. */
#define BEYOND_7_1_EAX (1u << 4 | 1u << 5 | 1u << 21 | 1u << 23)
#define BEYOND_7_1_EDX (1u << 4 | 1u << 5 | 1u << 10 | 1u << 19)

static void answer(int number, siginfo_t *info, void *context) {
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    unsigned leaf = (unsigned)registers[REG_RAX], part = (unsigned)registers[REG_RCX];
    unsigned a, b, c, d;
    (void)number, (void)info;
    __cpuid_count(leaf, part, a, b, c, d);
    if (leaf == 7 && part == 0) {
        b &= ~BEYOND_7_EBX;
        c &= ~BEYOND_7_ECX;
        d &= ~BEYOND_7_EDX;
    } else if (leaf == 7 && part == 1) {
        a &= ~BEYOND_7_1_EAX;
        d &= ~BEYOND_7_1_EDX;
    } else if (leaf == 0x1e) {
        a = b = c = d = 0; /* AMX */
    }
    /* The breakpoint is one byte; the byte behind it does nothing. */
    registers[REG_RAX] = a;
    registers[REG_RBX] = b;
    registers[REG_RCX] = c;
    registers[REG_RDX] = d;
}

__attribute__((constructor)) static void begin(void) {
    struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTRAP, &action, 0);
}
