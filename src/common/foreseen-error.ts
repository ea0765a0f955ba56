/**
 * An error that ends the program and was foreseen: its message says all that the operator has to know, and is shown
 * without a stack trace. This file imports nothing, so that the command line knows it without the service.
 */
export abstract class ForeseenError extends Error {}
