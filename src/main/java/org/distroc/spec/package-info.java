/**
 * The vocabulary that recipes and plans share: the choices a recipe offers, and the tests it
 * describes, as types.
 */
package org.distroc.spec;
