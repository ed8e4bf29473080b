"""What is true: claims held against facts."""
