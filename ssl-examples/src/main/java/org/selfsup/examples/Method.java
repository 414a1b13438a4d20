package org.selfsup.examples;

/** A command that trains a method, as opposed to one that works with what was trained. */
interface Method {

    /** Where the method belongs in the field: generative, contrastive or adversarial. */
    String family();
}
