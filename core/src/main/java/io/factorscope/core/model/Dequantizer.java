package io.factorscope.core.model;

import java.nio.ByteBuffer;

/// Stored numbers to float32, every type of [TensorType].
///
/// A quantised block holds a scale d (and, in some types, an offset m) for all its numbers; the K
/// types share 256 numbers in sub-blocks, each with a small scale and offset of its own.
///
/// **Source**: the block layouts of ggml, as GGUF files hold them; little-endian.
final class Dequantizer {
    private static final int HALF = 16;

    private final ByteBuffer in;
    private final float[] out;

    private Dequantizer(ByteBuffer in, float[] out) {
        this.in = in;
        this.out = out;
    }

    /// Decodes `count` numbers from the start of `in`, little-endian, into `out`.
    static void decode(TensorType type, ByteBuffer in, float[] out, int count) {
        Dequantizer decoder = new Dequantizer(in, out);
        int length = type.blockLength();
        for (int block = 0; block < count / length; block++) {
            decoder.block(type, block * type.blockBytes(), block * length);
        }
    }

    private void block(TensorType type, int at, int to) {
        switch (type) {
            case F32 -> out[to] = in.getFloat(at);
            case F16 -> out[to] = half(at);
            case BF16 -> out[to] = Float.intBitsToFloat(in.getShort(at) << 16);
            case Q4_0 -> nibbles(at + 2, to, half(at), -8 * half(at));
            case Q4_1 -> nibbles(at + 4, to, half(at), half(at + 2));
            case Q5_0 -> fiveBits(at + 2, to, half(at), -16 * half(at));
            case Q5_1 -> fiveBits(at + 4, to, half(at), half(at + 2));
            case Q8_0 -> bytes(at, to);
            case Q4_K -> superBlock(at, at + 16, -1, to);
            case Q5_K -> superBlock(at, at + 48, at + 16, to);
            case Q6_K -> sixBits(at, to);
        }
    }

    private float half(int at) {
        return Float.float16ToFloat(in.getShort(at));
    }

    /// 16 bytes: the low halves are the first 16 numbers, the high halves the others.
    private void nibbles(int at, int to, float d, float m) {
        for (int j = 0; j < HALF; j++) {
            int both = in.get(at + j);
            out[to + j] = (both & 0xf) * d + m;
            out[to + HALF + j] = ((both >> 4) & 0xf) * d + m;
        }
    }

    /// As nibbles, with the fifth bits of all 32 numbers in front.
    private void fiveBits(int at, int to, float d, float m) {
        int high = in.getInt(at);
        for (int j = 0; j < HALF; j++) {
            int both = in.get(at + 4 + j);
            out[to + j] = ((both & 0xf) | ((high >>> j) & 1) << 4) * d + m;
            out[to + HALF + j] = (((both >> 4) & 0xf) | ((high >>> (j + HALF)) & 1) << 4) * d + m;
        }
    }

    private void bytes(int at, int to) {
        float d = half(at);
        for (int j = 0; j < 32; j++) {
            out[to + j] = in.get(at + 2 + j) * d;
        }
    }

    /// Eight sub-blocks of 32; `high` is where the fifth bits are, or -1.
    private void superBlock(int at, int low, int high, int to) {
        float d = half(at);
        float m = half(at + 2);
        for (int sub = 0; sub < 8; sub++) {
            float scale = d * scale(at + 4, sub);
            float offset = m * offset(at + 4, sub);
            for (int j = 0; j < 32; j++) {
                int both = in.get(low + sub / 2 * 32 + j);
                int number = sub % 2 == 0 ? both & 0xf : (both >> 4) & 0xf;
                if (high >= 0) {
                    number |= ((in.get(high + j) >> sub) & 1) << 4;
                }
                out[to + sub * 32 + j] = scale * number - offset;
            }
        }
    }

    /// 6-bit scales of eight sub-blocks in 12 bytes; the last four lend their top bits elsewhere.
    private int scale(int at, int sub) {
        return sub < 4
                ? in.get(at + sub) & 0x3f
                : (in.get(at + sub + 4) & 0xf) | ((in.get(at + sub - 4) >> 6) & 3) << 4;
    }

    private int offset(int at, int sub) {
        return sub < 4
                ? in.get(at + sub + 4) & 0x3f
                : ((in.get(at + sub + 4) >> 4) & 0xf) | ((in.get(at + sub) >> 6) & 3) << 4;
    }

    /// Two halves of 128 numbers: 64 bytes of low bits, 32 of high pairs, 8 scales each.
    private void sixBits(int at, int to) {
        float d = half(at + 208);
        for (int i = 0; i < 256; i++) {
            int side = i / 128;
            int quarter = i % 128 / 32;
            int j = i % 32;
            int both = in.get(at + side * 64 + quarter % 2 * 32 + j);
            int low = quarter < 2 ? both & 0xf : (both >> 4) & 0xf;
            int high = (in.get(at + 128 + side * 32 + j) >> (2 * quarter)) & 3;
            int scale = in.get(at + 192 + i / HALF);
            out[to + i] = d * scale * ((low | (high << 4)) - 32);
        }
    }
}
