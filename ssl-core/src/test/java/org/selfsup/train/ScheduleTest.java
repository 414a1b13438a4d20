package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.selfsup.train.Schedule.constant;
import static org.selfsup.train.Schedule.cosine;
import static org.selfsup.train.Schedule.cosineWave;
import static org.selfsup.train.Schedule.linear;

import org.junit.jupiter.api.Test;
import org.selfsup.testing.Golden;

/** Schedules of lightly, solo-learn, DINO and MoCo, golden group optim_schedules. */
class ScheduleTest {

    private final Golden golden = Golden.open("optim_schedules", Schedule.class);

    @Test
    void composeToTheCosinesOfLightly() {
        agrees("cosine", cosine(1, 0, 19));
        agrees("cosine_period", cosineWave(1, 0, 8));
        agrees("lightly_momentum", cosine(0.996, 1, 11));
        agrees("linear_warmup", linear(0, 0.4, 6));
        agrees("cosine_warmup", linear(0.06, 0.3, 4).then(5, cosine(0.3, 0.001, 19)));
        agrees(
                "lightly_cosine_warmup_scheduler",
                linear(0.06, 0.3, 4).then(5, cosine(0.3, 0.0003, 19)));
    }

    @Test
    void composeToThoseOfSoloLearnAndMoCo() {
        agrees("linear_warmup_cosine_annealing", linear(0.003, 0.3, 4).then(5, cosine(0.3, 0, 20)));
        agrees("byol_tau", cosine(0.99, 1, 12));
        agrees("moco_cosine", cosine(0.03, 0, 8));
    }

    @Test
    void composeToThoseOfDino() {
        agrees("dino_teacher_temperature", linear(0.04, 0.07, 4));
        agrees("dino_lr", linear(0, 0.5, 2).then(3, cosine(0.5, 0.01, 9)));
        agrees("dino_weight_decay", cosine(0.04, 0.4, 12));
        agrees("dino_momentum", cosine(0.996, 1, 12));
    }

    @Test
    void warmUpCosineRisesToItsPeakAndEndsNearZero() {
        Schedule schedule = Schedule.warmUpCosine(2, 10, 100);
        assertThat(schedule.at(0)).isCloseTo(0.2, within(1e-12));
        assertThat(schedule.at(9)).isEqualTo(2);
        assertThat(schedule.at(10)).isEqualTo(2);
        assertThat(schedule.at(55)).isCloseTo(1, within(1e-12));
        assertThat(schedule.at(99)).isBetween(0.0, 0.001);
        assertThat(schedule.at(100)).isZero();
    }

    @Test
    void warmUpCosineWithoutWarmUpIsACosine() {
        Schedule schedule = Schedule.warmUpCosine(1, 0, 10);
        for (int step = 0; step <= 10; step++) {
            assertThat(schedule.at(step)).isEqualTo(cosine(1, 0, 10).at(step));
        }
    }

    @Test
    void constantStays() {
        assertThat(constant(0.1).at(1_000_000)).isEqualTo(0.1);
    }

    private void agrees(String name, Schedule schedule) {
        String tensor = "schedule." + name + "/value";
        float[] values = new float[golden.floats(tensor).length];
        for (int step = 0; step < values.length; step++) {
            values[step] = (float) schedule.at(step);
        }
        golden.assertClose(tensor, values);
    }
}
