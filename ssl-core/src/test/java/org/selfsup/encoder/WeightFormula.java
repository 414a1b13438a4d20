package org.selfsup.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.types.Shape;

/** Weights as a function of a parameter's name, for networks too large to store their weights. */
final class WeightFormula {

    private WeightFormula() {}

    static float[] values(String name, Shape shape) {
        long seed = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(UTF_8)) {
            seed = (seed ^ (b & 0xff)) * 0x100000001B3L;
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        float[] values = new float[Math.toIntExact(shape.size())];
        double fanIn = (double) shape.size() / shape.get(0);
        for (int k = 0; k < values.length; k++) {
            long z = seed + (k + 1) * 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z = z ^ (z >>> 31);
            double s = 2 * ((z >>> 40) * 0x1p-24) - 1;
            double value;
            if (last.equals("running_var")) {
                value = 1 + 0.1 * s;
            } else if (last.equals("running_mean")) {
                value = 0.1 * s;
            } else if (last.equals("class_token") || last.equals("pos_embedding")) {
                value = 0.5 * s;
            } else if (shape.dimension() > 1) {
                value = s * Math.sqrt(3 / fanIn);
            } else if (name.endsWith("bn3.weight")) {
                value = 0.25 * (1 + 0.1 * s);
            } else if (last.equals("weight")) {
                value = 1 + 0.1 * s;
            } else {
                value = 0.05 * s;
            }
            values[k] = (float) value;
        }
        return values;
    }
}
