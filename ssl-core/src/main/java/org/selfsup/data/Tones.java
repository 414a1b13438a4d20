package org.selfsup.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A procedural set of sounds: four notes in half a second at 8 kHz.
 *
 * <p>The class is one of five melodies in one of two timbres. All melodies have the same four
 * intervals in another order, so the mean spectrum says nothing of them; pitch, tempo, onset,
 * loudness, decay and noise are drawn independently of the class. The same seed gives the same bits
 * on every machine.
 */
public final class Tones {

    private static final int RATE = 8_000;
    private static final int LENGTH = 4_096;
    private static final int MAX_SIZE = 10_000_000;

    /** Sounds that the fingerprint looks at. */
    private static final int FINGERPRINTED = 64;

    private static final List<Pattern> PATTERNS = patterns();

    private Tones() {}

    /** The set that examples use: 4,000 training and 1,000 test sounds. */
    public static DataSet<Waveform> standard(long seed) {
        return generate(4_000, 1_000, seed);
    }

    /**
     * A set whose sounds are made anew on every {@link Samples#get}, some 0.1 ms each; every class
     * is equally frequent.
     *
     * @param trainSize training sounds, 1 to 10,000,000
     * @param testSize test sounds, 1 to 10,000,000
     * @param seed other seed, other sounds
     * @throws IllegalArgumentException if a size is out of range
     */
    public static DataSet<Waveform> generate(int trainSize, int testSize, long seed) {
        Sounds train = new Sounds(trainSize, Randomness.seed(seed, "train"));
        Sounds test = new Sounds(testSize, Randomness.seed(seed, "test"));
        Fingerprint fingerprint = new Fingerprint();
        train.addTo(fingerprint);
        test.addTo(fingerprint);
        return new DataSet<>(
                train,
                test,
                "Tones, %d training and %d test sounds, %d samples at %d Hz, %d classes, seed %d"
                        .formatted(trainSize, testSize, LENGTH, RATE, PATTERNS.size(), seed),
                fingerprint.hex());
    }

    private record Sounds(int size, long seed) implements Samples<Waveform> {

        Sounds {
            if (size < 1 || size > MAX_SIZE) {
                throw new IllegalArgumentException(
                        "Tones makes 1 to 10,000,000 sounds, got " + size);
            }
        }

        @Override
        public Waveform get(int index) {
            Pattern pattern = PATTERNS.get(index % PATTERNS.size());
            return new Waveform(pattern.play(Randomness.at(seed, index)), RATE);
        }

        @Override
        public Optional<Labels> labels() {
            int[] of = new int[size];
            for (int i = 0; i < size; i++) {
                of[i] = i % PATTERNS.size();
            }
            return Optional.of(new Labels(of, PATTERNS.stream().map(Pattern::name).toList()));
        }

        void addTo(Fingerprint fingerprint) {
            fingerprint.add(size).add(seed);
            for (int i = 0; i < Math.min(size, FINGERPRINTED); i++) {
                for (float sample : get(i).samples()) {
                    fingerprint.add(Float.floatToIntBits(sample));
                }
            }
        }
    }

    private static List<Pattern> patterns() {
        double[] hollow = {0.8, 0, 0.48, 0, 0.36}; // as a clarinet: odd harmonics only
        double[] full = {0.68, 0.54, 0.41, 0.28}; // the same power
        List<Pattern> patterns = new ArrayList<>();
        for (boolean isHollow : new boolean[] {true, false}) {
            double[] harmonics = isHollow ? hollow : full;
            String timbre = isHollow ? "hollow " : "full ";
            patterns.add(new Pattern(timbre + "rise", harmonics, 0, 4, 7, 12));
            patterns.add(new Pattern(timbre + "fall", harmonics, 12, 7, 4, 0));
            patterns.add(new Pattern(timbre + "arch", harmonics, 0, 7, 12, 4));
            patterns.add(new Pattern(timbre + "valley", harmonics, 12, 4, 0, 7));
            patterns.add(new Pattern(timbre + "zigzag", harmonics, 4, 12, 0, 7));
        }
        return List.copyOf(patterns);
    }

    /**
     * A class.
     *
     * @param harmonics amplitude of every multiple of the pitch
     * @param melody semitones above the lowest note
     */
    private record Pattern(String name, double[] harmonics, int... melody) {

        float[] play(RandomGenerator random) {
            double pitch = 120 * StrictMath.pow(2, uniform(random, 0, 1.5)); // 120 to 340 Hz
            int note = (int) (RATE * uniform(random, 0.05, 0.1));
            int onset = random.nextInt(LENGTH - melody.length * note);
            double decay = 1 - 1 / (RATE * uniform(random, 0.03, 0.2));
            double loudness = 0.6 * StrictMath.pow(10, -uniform(random, 0, 20) / 20);
            double noise = loudness * StrictMath.pow(10, -uniform(random, 10, 35) / 20);
            double[] sound = new double[LENGTH];
            for (int n = 0; n < melody.length; n++) {
                double frequency = pitch * StrictMath.pow(2, melody[n] / 12.0);
                int start = onset + n * note;
                for (int k = 0; k < harmonics.length; k++) {
                    if (harmonics[k] > 0) {
                        double turn = 2 * Math.PI * frequency * (k + 1) / RATE;
                        addPartial(sound, start, note, loudness / 2 * harmonics[k], turn, decay);
                    }
                }
            }
            float[] samples = new float[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                double value = sound[i] + noise * triangular(random.nextLong());
                samples[i] = (float) Math.max(-1, Math.min(1, value));
            }
            return samples;
        }

        /** A decaying sine with a soft start, by turning a vector: no sine a sample. */
        private static void addPartial(
                double[] sound,
                int start,
                int length,
                double amplitude,
                double turn,
                double decay) {
            int attack = RATE / 200;
            double cos = decay * StrictMath.cos(turn);
            double sin = decay * StrictMath.sin(turn);
            double x = amplitude;
            double y = 0;
            for (int i = 0; i < length; i++) {
                double edge = Math.min(1, Math.min(i, length - i) / (double) attack);
                sound[start + i] += edge * y;
                double turned = x * cos - y * sin;
                y = x * sin + y * cos;
                x = turned;
            }
        }
    }

    /** Mean 0, standard deviation 1, within 2.45. */
    private static double triangular(long bits) {
        return ((bits & 0xffff) + ((bits >>> 16) & 0xffff) - 0xffff) * (Math.sqrt(6) / 0x10000);
    }

    private static double uniform(RandomGenerator random, double from, double to) {
        return from + (to - from) * random.nextDouble();
    }
}
