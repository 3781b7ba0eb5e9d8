"""What measures, asks at random, takes pictures or names what is due: run by people, never by the build."""
