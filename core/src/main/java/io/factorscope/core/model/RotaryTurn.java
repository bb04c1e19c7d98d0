package io.factorscope.core.model;

/// What [Rotary] does at one position: turns each pair of a head's halves by its angle.
final class RotaryTurn {
    private final float[] cosines;
    private final float[] sines;

    /// From radians per position, `[d_head / 2]`; none where positions are not turned.
    RotaryTurn(float[] frequencies, int position) {
        cosines = new float[frequencies.length];
        sines = new float[frequencies.length];
        for (int i = 0; i < frequencies.length; i++) {
            float angle = position * frequencies[i];
            cosines[i] = (float) Math.cos(angle);
            sines[i] = (float) Math.sin(angle);
        }
    }

    /// Turns one head's numbers from `at` on.
    void turn(float[] x, int at) {
        int half = cosines.length;
        for (int i = 0; i < half; i++) {
            float a = x[at + i];
            float b = x[at + half + i];
            x[at + i] = a * cosines[i] - b * sines[i];
            x[at + half + i] = b * cosines[i] + a * sines[i];
        }
    }
}
